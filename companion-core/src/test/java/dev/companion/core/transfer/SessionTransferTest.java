package dev.companion.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.ImportReport;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports by a scripted Codex: every way in which the real one ends an import, and some in which it should not. */
class SessionTransferTest {
    private static final String IMPORT = "externalAgentConfig/import";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String THREAD = "019a0000-0000-7000-8000-000000000001";

    @TempDir
    private Path temporary;

    private @Nullable ScriptedCodex codex;
    private @Nullable Environment environment;
    private @Nullable ClaudeSession session;
    private Map<String, String> started = Map.of();

    @BeforeEach
    void prepare() throws IOException {
        Path directory = temporary.toRealPath();
        Map<String, String> variables = new HashMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
        variables.put("HOME", directory.resolve("home").toString());
        variables.put("CODEX_HOME", directory.resolve("codex").toString());
        environment = new Environment(variables, Optional.of(directory), Optional.empty());
        Files.createDirectories(directory.resolve("codex"));
        Path file = directory.resolve("home/.claude/projects/-work/7d2c6f1e-0000-4000-8000-000000000001.jsonl");
        new SessionFile(file, Files.createDirectories(directory.resolve("work")))
                .turn("a question", "an answer")
                .write();
        session = ClaudeProjects.of(environment).ofFile(file);
    }

    @AfterEach
    void leaveNothing() {
        if (codex != null) {
            assertThat(codex.living()).isEmpty();
            codex.close();
        }
    }

    private Environment environment() {
        return Objects.requireNonNull(environment);
    }

    private ClaudeSession session() {
        return Objects.requireNonNull(session);
    }

    private Transfer transfer(ScriptedScenario scenario) {
        return transfer(scenario, PATIENCE, PATIENCE);
    }

    private Transfer transfer(ScriptedScenario scenario, Duration answers, Duration limit) {
        return by(scenario, answers, limit).again(session(), ClaudeProjects.of(environment()));
    }

    private SessionTransfer by(ScriptedScenario scenario, Duration answers, Duration limit) {
        codex = ScriptedCodex.install(temporary, scenario);
        Path binary = codex.path();
        Path scratch = scratch();
        return new SessionTransfer(
                environment(),
                (variables, listener) -> {
                    started = variables;
                    return CodexInspection.start(
                            new CodexInspection.Start(
                                    binary, variables, scratch, answers, InstantSource.system(), "1.2.3"),
                            listener);
                },
                scratch,
                limit);
    }

    private Path scratch() {
        try {
            return Files.createTempDirectory(temporary, "scratch");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Failure failure(ScriptedScenario scenario) {
        return Objects.requireNonNull(catchThrowableOfType(Failure.class, () -> transfer(scenario)));
    }

    private static ScriptedScenario accepts() {
        return new ScriptedScenario().result(IMPORT, Map.of("importId", "import-1"));
    }

    private static Map<String, ?> completed(String importId, List<?> successes, List<?> failures) {
        return Map.of(
                "importId",
                importId,
                "itemTypeResults",
                List.of(Map.of("itemType", "SESSIONS", "successes", successes, "failures", failures)));
    }

    private static Map<String, ?> success(String thread) {
        return Map.of("itemType", "SESSIONS", "source", "somewhere", "target", thread);
    }

    private void ledger(String text) {
        try {
            Files.writeString(temporary.resolve("codex/external_agent_session_imports.json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Codex keeps it, with an entry of another session and an older one of this. */
    private void ledgerNames(String thread, String digest) {
        String path = session().file().toString();
        ledger(Json.text(Map.of(
                "records",
                List.of(
                        Map.of("source_path", path, "content_sha256", digest, "imported_thread_id", "an-older-one"),
                        Map.of("source_path", path, "content_sha256", digest, "imported_thread_id", thread),
                        Map.of("source_path", "/x", "content_sha256", digest, "imported_thread_id", "another")),
                "detected_connector_records",
                List.of())));
    }

    @Test
    void the_thread_is_the_one_that_the_end_of_our_import_names() {
        Transfer transfer = transfer(accepts()
                .tellsAfter(IMPORT, "externalAgentConfig/import/progress", completed("import-1", List.of(), List.of()))
                .tellsAfter(IMPORT, ImportReport.METHOD, completed("import-0", List.of(success("other")), List.of()))
                .tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success(THREAD)), List.of())));

        assertThat(transfer).isEqualTo(new Transfer(THREAD, session(), false));
        assertThat(transfer.resumeCommand()).isEqualTo("codex resume " + THREAD);
        JsonObject asked = codexReceived();
        assertThat(asked.string("path")).contains(session().file().toString());
        assertThat(asked.string("cwd")).contains(work().toString());
    }

    private JsonObject codexReceived() {
        return Objects.requireNonNull(codex)
                .received(IMPORT)
                .get(0)
                .object("params")
                .objects("migrationItems")
                .get(0)
                .object("details")
                .objects("sessions")
                .get(0);
    }

    private Path work() {
        try {
            return temporary.toRealPath().resolve("work");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_import_that_ends_before_its_id_is_known_is_not_missed() {
        ScriptedScenario scenario = accepts()
                .tellsBefore(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success(THREAD)), List.of()));

        assertThat(transfer(scenario).threadId()).isEqualTo(THREAD);
    }

    private static ScriptedScenario doesNothing() {
        return accepts().tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(), List.of()));
    }

    private static ScriptedScenario doesNothing(String threadFile) {
        return doesNothing().result("thread/read", Map.of("thread", Map.of("id", THREAD, "path", threadFile)));
    }

    @Test
    void what_was_imported_before_is_the_thread_that_it_became_then() throws IOException {
        ledgerNames(THREAD, session().digest());

        Transfer transfer = transfer(doesNothing("/home/archived_sessions/sessions/2026/rollout.jsonl"));

        assertThat(transfer).isEqualTo(new Transfer(THREAD, session(), true));
        JsonObject asked =
                Objects.requireNonNull(codex).received("thread/read").get(0).object("params");
        assertThat(asked.string("threadId")).contains(THREAD);
    }

    @Test
    void a_thread_that_went_on_by_itself_is_not_said_to_be_the_session_with_what_is_new_in_it() {
        ledgerNames(THREAD, "00");

        Failure failure = failure(doesNothing("/home/sessions/rollout.jsonl"));

        assertThat(failure.code()).isEqualTo(FailureCode.THREAD_WENT_ON);
        assertThat(failure.message()).contains(THREAD);
        assertThat(failure.remedy())
                .contains("codex resume " + THREAD)
                .contains("--fresh --session " + session().id());
    }

    @Test
    void a_thread_that_is_archived_or_gone_is_not_said_to_be_there() throws IOException {
        ledgerNames(THREAD, session().digest());

        Failure archived = failure(doesNothing("/home/archived_sessions/rollout.jsonl"));
        assertThat(archived.code()).isEqualTo(FailureCode.NO_SUCH_THREAD);
        assertThat(archived.remedy()).contains("codex unarchive " + THREAD).contains("--fresh");

        Failure gone = failure(doesNothing().error("thread/read", -32_600, "thread not loaded: " + THREAD));
        assertThat(gone.code()).isEqualTo(FailureCode.NO_SUCH_THREAD);
        assertThat(gone.message()).contains("not have any more");
        assertThat(gone.remedy()).contains("--fresh");
    }

    @Test
    void a_fresh_transfer_is_of_a_private_copy_that_Codex_knows_nothing_of() throws IOException {
        ledgerNames(THREAD, session().digest());
        ScriptedScenario scenario = accepts()
                .tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success("new")), List.of()));

        Transfer transfer = by(scenario, PATIENCE, PATIENCE).anew(session());

        assertThat(transfer).isEqualTo(new Transfer("new", session(), false));
        Path copy = Path.of(codexReceived().string("path").orElseThrow());
        assertThat(copy)
                .startsWith(Path.of(Objects.requireNonNull(started.get("HOME"))).resolve(".claude/projects"));
        assertThat(copy).hasSameBinaryContentAs(session().file());
        assertThat(Files.getPosixFilePermissions(copy)).hasSize(2);
        assertThat(started)
                .containsEntry("CODEX_HOME", environment().variables().get("CODEX_HOME"));
    }

    @Test
    void a_fresh_transfer_of_nothing_is_a_failure() throws IOException {
        ledgerNames(THREAD, session().digest());

        Failure failure = Objects.requireNonNull(catchThrowableOfType(
                Failure.class, () -> by(doesNothing(), PATIENCE, PATIENCE).anew(session())));

        assertThat(failure.code()).isEqualTo(FailureCode.SESSION_UNUSABLE);
    }

    @Test
    void a_session_that_grew_is_not_said_to_be_imported_already() throws IOException {
        ledgerNames(THREAD, session().digest());

        Transfer transfer = transfer(accepts()
                .tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success(THREAD)), List.of())));

        assertThat(transfer).isEqualTo(new Transfer(THREAD, session(), false));
    }

    @Test
    void where_the_end_names_no_thread_the_list_of_imports_does() {
        ledgerNames(THREAD, "00");

        Transfer transfer = transfer(accepts()
                .tellsAfter(
                        IMPORT,
                        ImportReport.METHOD,
                        Map.of(
                                "itemTypeResults",
                                List.of(Map.of(
                                        "itemType",
                                        "SESSIONS",
                                        "successes",
                                        List.of(Map.of("source", "somewhere")))))));

        assertThat(transfer).isEqualTo(new Transfer(THREAD, session(), false));
    }

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

    @Test
    void Codex_gets_the_environment_as_it_is_where_the_sessions_lie_where_it_looks() {
        transfer(accepts()
                .tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success(THREAD)), List.of())));

        assertThat(started).isEqualTo(environment().variables());
    }

    @Test
    void sessions_elsewhere_are_linked_into_a_home_of_the_import_and_the_home_of_Codex_stays() throws IOException {
        Path real = temporary.toRealPath();
        Path elsewhere = Files.move(real.resolve("home/.claude"), real.resolve("elsewhere"));
        Map<String, String> variables = new HashMap<>(environment().variables());
        variables.put("CLAUDE_CONFIG_DIR", elsewhere.toString());
        variables.remove("CODEX_HOME");
        environment = new Environment(variables, Optional.of(temporary), Optional.empty());
        session = ClaudeProjects.of(environment).ofId(session().id());

        transfer(accepts()
                .tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success(THREAD)), List.of())));

        Path home = Path.of(Objects.requireNonNull(started.get("HOME")));
        assertThat(home.resolve(".claude/projects").toRealPath()).isEqualTo(elsewhere.resolve("projects"));
        assertThat(Files.getPosixFilePermissions(home)).hasSize(3);
        assertThat(started)
                .containsEntry("CODEX_HOME", real.resolve("home/.codex").toString());
        assertThat(codexReceived().string("path")).contains(session().file().toString());
    }
}
