package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.json.Json;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.transfer.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code transfer} by the real Codex: transcripts as Claude Code writes them become threads that go on. */
@Tag("once")
class TransferIT {
    private static final String ID = "7d2c6f1e-0000-4000-8000-000000000001";

    @RegisterExtension
    final Machine machine = new Machine();

    private Path claude() {
        return Path.of(machine.environment("HOME"), ".claude");
    }

    private SessionFile session(Path claudeDirectory) {
        return new SessionFile(claudeDirectory.resolve("projects/-work-shop/" + ID + ".jsonl"), machine.workspace())
                .turn("How are \"orders\" stored?\nIn a table?", "In the table orders.")
                .command("wc -l orders.sql", "42 orders.sql")
                .turn("And what is the moon made of?", "Of rock.");
    }

    private Answer transfer(String... options) {
        List<String> all = new ArrayList<>(List.of("transfer", "--json"));
        all.addAll(List.of(options));
        return machine.run(all.toArray(String[]::new));
    }

    private static String thread(Answer answer) {
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer.json().string("threadId").orElseThrow();
    }

    /** All that the model was told when it was asked last. */
    private String lastInput() {
        List<OfflineRequest> requests = machine.model().requests();
        return Json.text(requests.get(requests.size() - 1).body().value("input"));
    }

    private void assertGoesOn(String thread, String transport, String words) {
        Answer task = machine.run("task", "--json", "--transport", transport, "--thread", thread, words);

        assertThat(task.exitCode()).as("%s", task).isZero();
        assertThat(task.json().string("threadId")).contains(thread);
        assertThat(lastInput()).contains(words);
    }

    @Test
    void a_session_becomes_a_thread_that_a_task_goes_on_with() throws IOException {
        machine.withRealCodex();
        Path file = session(claude()).write();

        Answer answer = machine.companion("transfer", "--json")
                .with("CLAUDE_CODE_SESSION_ID", ID)
                .run();

        String thread = thread(answer);
        assertThat(answer.json().string("sourcePath"))
                .contains(file.toRealPath().toString());
        assertThat(answer.json().string("sessionId")).contains(ID);
        assertThat(answer.json().flag("alreadyImported")).isFalse();
        assertThat(machine.model().requestCount()).isZero();
        assertGoesOn(thread, "direct", "Go on from there.");
        assertThat(lastInput())
                .contains("How are \\\"orders\\\" stored?\\nIn a table?")
                .contains("In the table orders.")
                .contains("wc -l orders.sql")
                .contains("42 orders.sql")
                .contains("Of rock.");
        assertGoesOn(thread, "exec", "And on, by codex exec resume.");
        assertThat(lastInput()).contains("Of rock.").contains("Go on from there.");
    }

    @Test
    void a_session_that_was_transferred_is_the_same_thread_again_with_what_is_new_in_it() {
        machine.withRealCodex();
        SessionFile session = session(claude());
        session.write();
        String thread = thread(transfer("--session", ID));

        Answer again = transfer("--session", ID);
        assertThat(thread(again)).isEqualTo(thread);
        assertThat(again.json().flag("alreadyImported")).isTrue();
        assertThat(machine.run("transfer", "--session", ID).out()).startsWith("already imported: thread " + thread);

        session.turn("What is new?", "The bicycle shed.").write();
        Answer grown = transfer("--session", ID);
        assertThat(thread(grown)).isEqualTo(thread);
        assertThat(grown.json().flag("alreadyImported")).isFalse();
        assertGoesOn(thread, "direct", "Go on from there.");
        assertThat(lastInput()).contains("Of rock.").contains("The bicycle shed.");
    }

    @Test
    void a_thread_that_went_on_gets_nothing_new_and_a_fresh_transfer_is_another_thread() {
        machine.withRealCodex();
        SessionFile session = session(claude());
        session.write();
        String thread = thread(transfer("--session", ID));
        assertGoesOn(thread, "direct", "Go on from there.");
        session.turn("What is new?", "The bicycle shed.").write();

        Answer wentOn = transfer("--session", ID);
        assertThat(wentOn.exitCode()).as("%s", wentOn).isEqualTo(7);
        assertThat(wentOn.json().object("error").string("detailCode")).contains("thread_went_on");

        String fresh = thread(transfer("--session", ID, "--fresh"));
        assertThat(fresh).isNotEqualTo(thread);
        assertGoesOn(fresh, "direct", "Go on from there, too.");
        assertThat(lastInput())
                .contains("Of rock.")
                .contains("The bicycle shed.")
                .doesNotContain("Go on from there.");
    }

    @Test
    void a_fresh_transfer_of_what_was_transferred_with_nothing_new_is_another_thread() {
        machine.withRealCodex();
        session(claude()).write();
        String thread = thread(transfer("--session", ID));

        Answer fresh = transfer("--session", ID, "--fresh");

        assertThat(thread(fresh)).isNotEqualTo(thread);
        assertThat(fresh.json().string("sourcePath"))
                .contains(session(claude()).write().toString());
        assertGoesOn(thread(fresh), "direct", "Go on from there.");
    }

    @Test
    void a_thread_that_was_removed_or_archived_in_Codex_is_told() {
        machine.withRealCodex();
        session(claude()).write();
        String thread = thread(transfer("--session", ID));
        String codex = machine.environment("COMPANION_CODEX");

        assertThat(machine.shell("'" + codex + "' archive " + thread).run().exitCode())
                .isZero();
        Answer archived = transfer("--session", ID);
        assertThat(archived.exitCode()).as("%s", archived).isEqualTo(4);
        assertThat(archived.json().object("error").string("remedy").orElseThrow())
                .contains("codex unarchive");

        assertThat(machine.shell("'" + codex + "' unarchive " + thread).run().exitCode())
                .isZero();
        assertThat(thread(transfer("--session", ID))).isEqualTo(thread);

        assertThat(machine.shell("'" + codex + "' delete --force " + thread)
                        .run()
                        .exitCode())
                .isZero();
        Answer gone = transfer("--session", ID);
        assertThat(gone.exitCode()).as("%s", gone).isEqualTo(4);
        assertThat(gone.json().object("error").string("message").orElseThrow()).contains("does not have any more");
        assertThat(thread(transfer("--session", ID, "--fresh"))).isNotEqualTo(thread);
    }

    @Test
    void sessions_may_lie_elsewhere_in_a_directory_with_any_name() throws IOException {
        machine.withRealCodex();
        Path elsewhere = machine.directory().resolve("Claude's \"own\" déjà $(vu)");
        session(elsewhere).write();

        String thread = thread(machine.with("CLAUDE_CONFIG_DIR", elsewhere.toString())
                .companion("transfer", "--json", "--session", ID)
                .run());

        assertGoesOn(thread, "direct", "Go on from there.");
        assertThat(lastInput()).contains("Of rock.");
        assertThat(thread(transfer("--session", ID))).isEqualTo(thread);
        assertThat(Files.exists(claude())).isFalse();
    }

    @Test
    void G31_what_lies_outside_never_reaches_Codex() throws IOException {
        machine.withRealCodex();
        session(claude()).write();
        Path outside = session(machine.directory().resolve("outside")).write();
        Path link = Files.createSymbolicLink(claude().resolve("projects/-work-shop/linked.jsonl"), outside);

        Answer answer = transfer("--source", link.toString());

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
        assertThat(answer.json().object("error").string("detailCode")).contains("session_outside");
        assertThat(Path.of(machine.environment("CODEX_HOME"), "external_agent_session_imports.json"))
                .doesNotExist();
    }

    @Test
    void a_session_in_which_nobody_said_anything_is_told() throws IOException {
        machine.withRealCodex();
        Path file = session(claude()).write();

        for (String text : List.of("", "no JSON\n{\"type\":\"summary\"}\n")) {
            Files.writeString(file, text);
            Answer answer = transfer("--session", ID);

            assertThat(answer.exitCode()).as("%s", answer).isEqualTo(2);
            assertThat(answer.json().object("error").string("detailCode")).contains("session_unusable");
        }
    }

    @Test
    void a_session_whose_directory_is_gone_is_told_and_transferred_when_it_is_back() throws IOException {
        machine.withRealCodex();
        Path begun = machine.directory().resolve("begun");
        new SessionFile(claude().resolve("projects/-begun/" + ID + ".jsonl"), begun)
                .turn("What is it?", "A bicycle shed.")
                .write();

        Answer answer = transfer("--session", ID);

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(4);
        assertThat(answer.json().object("error").string("message").orElseThrow())
                .endsWith(begun.toString());
        Files.createDirectory(begun);
        assertGoesOn(thread(transfer("--session", ID)), "direct", "Go on from there.");
    }

    @Test
    void an_interrupted_transfer_leaves_no_copy_of_the_session() throws IOException {
        session(claude()).write();
        Path temporary = Files.createDirectory(machine.directory().resolve("temporary"));
        ScriptedCodex codex = machine.withScriptedCodex(
                new ScriptedScenario().result("externalAgentConfig/import", Map.of("importId", "i")));
        Started transfer = machine.with("COMPANION_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .companion("transfer", "--fresh", "--session", ID)
                .start();
        codex.awaitReceived("externalAgentConfig/import", Machine.PATIENCE);
        assertThat(copies(temporary)).hasSize(1);

        transfer.signal("INT");

        assertThat(transfer.await().exitCode()).isEqualTo(130);
        assertThat(temporary).isEmptyDirectory();
    }

    private static List<Path> copies(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith(ID + ".jsonl")).toList();
        }
    }
}
