package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedExec;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.job.Transport;
import dev.companion.core.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One {@code codex exec} that does its work, and what it is given. */
@Timeout(120)
class ExecTurnTest {
    @TempDir
    Path directory;

    private ScriptedExec codex() {
        return new ScriptedExec(directory);
    }

    private ScriptedExec happy() {
        return codex().begins().message("done").completes();
    }

    @Test
    void a_run_that_completes_and_exits_well_completes_the_job() {
        try (ExecRig rig = new ExecRig(directory, happy())) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(job.threadId()).contains(ScriptedExec.THREAD);
            assertThat(job.turnId()).isEmpty();
            assertThat(job.effective().transport()).contains(Transport.EXEC);
            assertThat(job.effective().sandbox()).isEmpty();
            assertThat(job.result().usage().orElseThrow().totalTokens()).isEqualTo(12);
            assertThat(rig.output(job)).isEqualTo("done");
            assertThat(rig.eventTypes(job))
                    .containsSubsequence(
                            EventType.JOB_QUEUED,
                            EventType.JOB_STARTED,
                            EventType.THREAD_READY,
                            EventType.TURN_STARTED,
                            EventType.MESSAGE,
                            EventType.USAGE,
                            EventType.JOB_FINISHED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\n", " \n--model x\r\n\t", "line\u2028separator \ud83d\ude80", "--help", "-"})
    void G20_the_prompt_is_what_codex_reads_and_is_nowhere_else(String prompt) {
        ScriptedExec codex = happy();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().prompt(prompt));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(codex.input()).isEqualTo(prompt);
            assertThat(codex.arguments().get(codex.arguments().size() - 1)).isEqualTo("-");
            assertThat(rig.directory(job)).isDirectoryNotContaining("glob:**prompt*");
        }
    }

    @Test
    void G20_a_byte_order_mark_is_given_twice_because_codex_takes_one() {
        ScriptedExec codex = happy();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            rig.run(rig.request().prompt("\ufeffhello"));

            assertThat(codex.input()).isEqualTo("\ufeff\ufeffhello");
        }
    }

    @Test
    void a_schema_lies_in_a_file_of_the_job_while_codex_works() {
        ScriptedExec codex = codex().step(
                        "cat \"$(sed -n 's/^--output-schema=//p' \"$here/arguments\")\" > \"$here/schema\"")
                .begins()
                .message("{}")
                .completes();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().outputSchema("{\"type\":\"object\"}"));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(codex.path().resolveSibling("schema")).hasContent("{\"type\":\"object\"}");
            assertThat(rig.directory(job)).isDirectoryNotContaining("glob:**schema*");
        }
    }

    @Test
    void the_powers_that_were_asked_for_are_on_the_command_line() {
        ScriptedExec codex = happy();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            rig.run(rig.request()
                    .sandbox(Sandbox.WORKSPACE_WRITE)
                    .addDirs("/more")
                    .network(true)
                    .model("gpt-x"));

            assertThat(codex.arguments())
                    .startsWith("exec", "--json", "--sandbox=workspace-write", "--cd=" + directory)
                    .contains("--add-dir=/more", "--model=gpt-x", "sandbox_workspace_write.network_access=true");
        }
    }

    @Test
    void a_thread_is_resumed_by_its_id() {
        ScriptedExec codex = happy();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().thread(new ThreadTarget.Resume(ScriptedExec.THREAD)));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(codex.arguments()).endsWith("resume", ScriptedExec.THREAD, "-");
            assertThat(rig.events(job, EventType.THREAD_READY))
                    .singleElement()
                    .satisfies(event -> assertThat(event.data().flag("resumed")).isTrue());
        }
    }

    @Test
    void a_name_is_no_thread_and_nothing_is_started() {
        ScriptedExec codex = happy();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().thread(new ThreadTarget.Resume("my-thread")));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.THREAD_MISSING);
            assertThat(codex.wasStarted()).isFalse();
        }
    }

    @Test
    void codex_on_another_thread_than_it_was_told_fails_the_job_and_is_ended() {
        ScriptedExec codex = codex().begins().silence();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().thread(new ThreadTarget.Resume("01a00000-0000-7000-8000-00000000000b")));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.THREAD_MISSING);
            assertThat(job.threadId()).isEmpty();
            assertThat(codex.isAlive()).isFalse();
        }
    }

    @Test
    void G22_garbage_and_what_is_not_known_are_survived() {
        ScriptedExec codex = codex().line("Reading prompt from stdin...")
                .line("")
                .line("{\"type\":")
                .line("[1,2]")
                .begins()
                .line("\u0000\u0001 \u2028")
                .says(Map.of("type", "brand.new", "item", List.of(1)))
                .message("done")
                .line("{\"type\":\"item.completed\",\"item\":{\"type\":\"command_execution\",\"exit_code\":\"none\"}}")
                .completes()
                .line("bye");
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job)).isEqualTo("done");
        }
    }

    @Test
    void G15_a_long_message_is_kept_whole_and_leaves_no_file() {
        int length = 5_000_000;
        try (ExecRig rig =
                new ExecRig(directory, codex().begins().longMessage(length).completes())) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job)).hasSize(length).containsOnlyOnce("x".repeat(length));
            assertThat(rig.directory(job)).isDirectoryNotContaining("glob:**long-text*");
        }
    }

    @Test
    void a_flood_on_stderr_holds_nothing_up() {
        ScriptedExec codex = codex().begins()
                .step("yes complaint | head -c 20000000 >&2")
                .message("done")
                .completes();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.directory(job).resolve("worker.log").toFile().length())
                    .isBetween(8L << 20, 9L << 20);
        }
    }

    @Test
    void G04_what_codex_tries_again_is_told_and_is_no_end() {
        ScriptedExec codex = codex().begins()
                .error("Reconnecting... 1/2 (stream disconnected)")
                .message("at last")
                .completes();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.events(job, EventType.ERROR))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.data().flag("willRetry")).isTrue());
        }
    }

    @Test
    void what_a_run_did_is_in_its_result() {
        Map<String, Object> change = Map.of(
                "type",
                "file_change",
                "status",
                "completed",
                "changes",
                List.of(Map.of("path", "/w/a", "kind", "add")));
        ScriptedExec codex = codex().begins()
                .says(Map.of("type", "item.completed", "item", Map.of("type", "reasoning", "text", "thinking")))
                .says(Map.of("type", "item.completed", "item", change))
                .message("done")
                .completes();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run();

            assertThat(job.result().touchedFiles()).containsExactly("/w/a");
            assertThat(job.result().reasoningSummary()).containsExactly("thinking");
            assertThat(rig.events(job, EventType.TURN_STARTED))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(Json.text(event.data().fields())).isEqualTo("{\"turnId\":null}"));
        }
    }
}
