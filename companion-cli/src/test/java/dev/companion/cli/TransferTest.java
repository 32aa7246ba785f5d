package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.codex.ImportReport;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.transfer.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code transfer} by a scripted Codex. */
class TransferTest {
    private static final String IMPORT = "externalAgentConfig/import";
    private static final String ID = "7d2c6f1e-0000-4000-8000-000000000001";
    private static final String THREAD = "019a0000-0000-7000-8000-000000000001";

    @TempDir
    private Path temporary;

    private @Nullable Sandbox sandbox;
    private @Nullable Path file;
    private @Nullable ScriptedCodex codex;

    @BeforeEach
    void prepare() throws IOException {
        sandbox = new Sandbox(temporary);
        file = new SessionFile(
                        temporary.toRealPath().resolve(".claude/projects/-work/" + ID + ".jsonl"), sandbox.workspace())
                .turn("a question", "an answer")
                .write();
        plays(imports(List.of(Map.of("target", THREAD)), List.of()));
    }

    @AfterEach
    void leaveNothing() {
        if (codex != null) {
            assertThat(codex.living()).isEmpty();
            codex.close();
        }
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(sandbox);
    }

    private String file() {
        return Objects.requireNonNull(file).toString();
    }

    private void plays(ScriptedScenario scenario) {
        codex = ScriptedCodex.install(temporary, scenario);
        sandbox().with("COMPANION_CODEX", codex.path().toString());
    }

    private static ScriptedScenario imports(List<?> successes, List<?> failures) {
        return new ScriptedScenario()
                .result(IMPORT, Map.of("importId", "i"))
                .tellsAfter(
                        IMPORT,
                        ImportReport.METHOD,
                        Map.of(
                                "importId",
                                "i",
                                "itemTypeResults",
                                List.of(Map.of("itemType", "SESSIONS", "successes", successes, "failures", failures))));
    }

    private static JsonObject error(Run run) {
        requireValid("error", run.out());
        return Json.readObject(run.out()).object("error");
    }

    @Test
    void G25_the_document_has_the_thread_the_command_and_the_session() {
        Run run = sandbox().run("transfer", "--session", ID, "--json");

        assertThat(run.exit()).as("%s", run).isEqualTo(ExitCode.OK);
        requireValid("transfer", run.out());
        JsonObject document = Json.readObject(run.out());
        assertThat(document.string("threadId")).contains(THREAD);
        assertThat(document.string("resumeCommand")).contains("codex resume " + THREAD);
        assertThat(document.string("sourcePath")).contains(file());
        assertThat(document.string("sessionId")).contains(ID);
        assertThat(document.value("alreadyImported")).isEqualTo(false);
        assertThat(run.stderr()).isEmpty();
    }

    /** The transcripts that Codex was to import, in order. */
    private List<String> handedOver() {
        return Objects.requireNonNull(codex).received(IMPORT).stream()
                .flatMap(request -> request.object("params").objects("migrationItems").stream())
                .flatMap(item -> item.object("details").objects("sessions").stream())
                .map(session -> session.string("path").orElseThrow())
                .toList();
    }

    @Test
    void only_a_fresh_transfer_is_of_a_copy() {
        assertThat(sandbox().run("transfer", "--session", ID).exit()).isEqualTo(ExitCode.OK);
        assertThat(handedOver()).containsExactly(file());

        Run fresh = sandbox().run("transfer", "--session", ID, "--fresh", "--json");

        assertThat(fresh.exit()).as("%s", fresh).isEqualTo(ExitCode.OK);
        assertThat(Json.readObject(fresh.out()).string("sourcePath")).contains(file());
        assertThat(handedOver()).hasSize(2);
        assertThat(handedOver().get(1)).isNotEqualTo(file()).endsWith(".jsonl");
    }

    @Test
    void the_text_says_what_to_type_next_and_id_is_the_thread_alone() {
        assertThat(sandbox().run("transfer", "--session", ID).out())
                .startsWith("imported: thread " + THREAD + "\n")
                .contains("codex resume " + THREAD + "\n")
                .contains("companion task --thread " + THREAD);
        assertThat(sandbox().run("transfer", "--session", ID, "--output", "id").out())
                .isEqualTo(THREAD + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPANION_SESSION_ID", "CODEX_COMPANION_SESSION_ID", "CLAUDE_CODE_SESSION_ID"})
    void the_session_is_the_one_that_the_command_runs_in(String variable) {
        Run run = sandbox().with(variable, ID).run("transfer", "--json");

        assertThat(Json.readObject(run.out()).string("sessionId")).contains(ID);
    }

    @Test
    void a_session_that_is_named_goes_before_the_current_one() {
        sandbox().with("CLAUDE_CODE_SESSION_ID", "7d2c6f1e-0000-4000-8000-000000000002");

        assertThat(sandbox().run("transfer", "--session", ID).exit()).isEqualTo(ExitCode.OK);
        assertThat(sandbox().run("transfer", "--source", file()).exit()).isEqualTo(ExitCode.OK);
        String relative = sandbox().workspace().relativize(Path.of(file())).toString();
        assertThat(sandbox().run("transfer", "--source", relative).exit()).isEqualTo(ExitCode.OK);
        assertThat(sandbox().run("transfer").exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void without_a_session_it_says_how_to_name_one() {
        Run run = sandbox().run("transfer", "--json");

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(error(run).string("detailCode")).contains("no_session");
        assertThat(error(run).string("remedy").orElseThrow())
                .contains("--session ID")
                .contains("--source FILE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--session " + ID + " --source x.jsonl",
                "--session " + ID + " --timeout 0",
                "--session " + ID + " --timeout soon",
                "--session " + ID + " --output markdown",
                "--session " + ID + " a-word"
            })
    void G21_a_bad_option_is_exit_2_and_Codex_is_not_started(String options) {
        Run run = sandbox().run(("transfer " + options).split(" "));

        assertThat(run.exit()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(Objects.requireNonNull(codex).pids()).isEmpty();
    }

    @Test
    void a_file_outside_of_the_folder_is_denied_and_Codex_is_not_started() throws IOException {
        Path outside = new SessionFile(temporary.toRealPath().resolve("out/" + ID + ".jsonl"), temporary)
                .turn("a secret", "told")
                .write();
        Path link = temporary.toRealPath().resolve(".claude/projects/-work/linked.jsonl");
        Files.createSymbolicLink(link, outside);

        for (Path source : List.of(outside, link)) {
            Run run = sandbox().run("transfer", "--source", source.toString(), "--json");

            assertThat(run.exit()).isEqualTo(ExitCode.DENIED);
            assertThat(error(run).string("detailCode")).contains("session_outside");
        }
        assertThat(Objects.requireNonNull(codex).pids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "unsupported, import_unsupported, NOT_READY",
        "failed, import_failed, FAILED",
        "silent, import_timeout, TIMEOUT",
        "gone, codex_broken, NOT_READY"
    })
    void each_failure_has_its_code_one_line_and_what_to_do(String how, String detailCode, ExitCode exit) {
        plays(
                switch (how) {
                    case "unsupported" -> new ScriptedScenario();
                    case "failed" -> imports(List.of(), List.of(Map.of("subErrorType", "io", "message", "no disk")));
                    case "silent" -> new ScriptedScenario().result(IMPORT, Map.of("importId", "i"));
                    default ->
                        new ScriptedScenario()
                                .result(IMPORT, Map.of("importId", "i"))
                                .endsAfter(IMPORT);
                });

        Run json = sandbox().run("transfer", "--session", ID, "--timeout", "1s", "--json");
        Run text = sandbox().run("transfer", "--session", ID, "--timeout-ms", "1000");

        assertThat(json.exit()).isEqualTo(exit);
        assertThat(error(json).string("detailCode")).contains(detailCode);
        assertThat(text.exit()).isEqualTo(exit);
        assertThat(text.out()).isEmpty();
        assertThat(text.stderr().lines()).hasSize(2);
    }
}
