package dev.companion.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.companion.core.codex.ImportReport;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the real Codex fails to import, and some in which it should not, by a scripted one. */
class TransferFailuresTest extends ScriptedImports {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"records\":[{\"source_path\":\"/other\",\"imported_thread_id\":\"t\"}]}",
                "{\"records\":7}"
            })
    void a_session_that_was_neither_imported_nor_known_is_a_failure_with_what_it_needs(String ledger) {
        ledger(ledger);

        Failure failure =
                failure(accepts().tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(), List.of())));

        assertThat(failure.code()).isEqualTo(FailureCode.SESSION_UNUSABLE);
        assertThat(failure.message()).contains(session().file().toString());
        assertThat(failure.remedy()).contains("a message of yours");
    }

    @Test
    void an_import_without_a_thread_anywhere_is_a_failure() {
        Failure failure = failure(accepts()
                .tellsAfter(
                        IMPORT, ImportReport.METHOD, completed("import-1", List.of(Map.of("source", "x")), List.of())));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
        assertThat(failure.message()).contains("which thread");
    }

    @Test
    void a_session_whose_directory_is_gone_is_a_failure_that_names_it() throws IOException {
        Files.delete(work());

        Failure failure =
                failure(accepts().tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(), List.of())));

        assertThat(failure.code()).isEqualTo(FailureCode.DIRECTORY_MISSING);
        assertThat(failure.message()).endsWith(work().toString());
    }

    @Test
    void a_Codex_without_imports_is_told_to_be_updated() {
        Failure failure = failure(new ScriptedScenario());

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_UNSUPPORTED);
        assertThat(failure.remedy()).contains("npm install -g @openai/codex");
    }

    @Test
    void a_Codex_that_imports_no_sessions_is_told_to_be_updated() {
        Failure failure = failure(new ScriptedScenario()
                .error(
                        IMPORT,
                        -32_600,
                        "Invalid request: unknown variant `SESSIONS`, expected one of `CONFIG`, `SKILLS`"));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_UNSUPPORTED);
    }

    @Test
    void another_refusal_is_told_in_the_words_of_Codex_on_one_line() {
        Failure failure = failure(new ScriptedScenario().error(IMPORT, -32_600, "the \u001b[31mmoon\nis full"));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
        assertThat(failure.message()).isEqualTo("the [31mmoon is full");
    }

    @Test
    void a_session_that_Codex_did_not_import_is_a_failure_with_its_reason() {
        Failure failure = failure(accepts()
                .tellsAfter(
                        IMPORT,
                        ImportReport.METHOD,
                        completed(
                                "import-1",
                                List.of(),
                                List.of(Map.of("subErrorType", "io", "message", "the disk\nis gone")))));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
        assertThat(failure.message()).contains(session().file().toString()).endsWith(": the disk is gone");
    }

    @Test
    void an_import_without_an_end_is_given_up_after_its_time() {
        Failure failure = Objects.requireNonNull(
                catchThrowableOfType(Failure.class, () -> transfer(accepts(), PATIENCE, Duration.ofMillis(200))));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_TIMEOUT);
        assertThat(failure.remedy()).contains("--timeout");
    }

    @Test
    void a_Codex_that_does_not_answer_is_given_up_after_its_time() {
        Failure failure = Objects.requireNonNull(catchThrowableOfType(
                Failure.class,
                () -> transfer(new ScriptedScenario().neverAnswers(IMPORT), Duration.ofSeconds(3), PATIENCE)));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_TIMEOUT);
        assertThat(failure.message()).contains(IMPORT);
    }

    private static List<ScriptedScenario> endings() {
        return List.of(accepts().endsAfter(IMPORT), new ScriptedScenario().diesOn(IMPORT, 1));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void a_Codex_that_ends_during_the_import_is_told_at_once(ScriptedScenario scenario) {
        Failure failure = failure(scenario);

        assertThat(failure.code()).isEqualTo(FailureCode.CODEX_BROKEN);
        assertThat(failure.message()).isEqualTo("Codex ended during the import");
    }

    @Test
    void an_import_that_cannot_be_prepared_is_told_and_Codex_is_not_started() {
        SessionTransfer transfer = new SessionTransfer(
                environment(),
                (variables, listener) -> {
                    throw new AssertionError("started");
                },
                temporary.resolve("missing"),
                PATIENCE);

        Failure failure = Objects.requireNonNull(catchThrowableOfType(Failure.class, () -> transfer.anew(session())));

        assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
        assertThat(failure.message()).contains("cannot prepare");
    }

    @Test
    void a_Codex_that_cannot_be_started_is_told() {
        SessionTransfer transfer = new SessionTransfer(
                environment(),
                (variables, listener) -> {
                    throw new IOException("no such program");
                },
                scratch(),
                PATIENCE);

        Failure failure = Objects.requireNonNull(
                catchThrowableOfType(Failure.class, () -> transfer.again(session(), ClaudeProjects.of(environment()))));

        assertThat(failure.code()).isEqualTo(FailureCode.CODEX_BROKEN);
    }
}
