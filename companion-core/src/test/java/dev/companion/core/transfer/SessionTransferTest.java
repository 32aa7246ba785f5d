package dev.companion.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.companion.core.codex.ImportReport;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an import by a scripted Codex comes to, where it comes to something. */
class SessionTransferTest extends ScriptedImports {
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

    @Test
    void an_import_that_ends_before_its_id_is_known_is_not_missed() {
        ScriptedScenario scenario = accepts()
                .tellsBefore(IMPORT, ImportReport.METHOD, completed("import-1", List.of(success(THREAD)), List.of()));

        assertThat(transfer(scenario).threadId()).isEqualTo(THREAD);
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
