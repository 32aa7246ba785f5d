package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was acknowledged is kept, whether or not a worker comes, and whatever happens to the caller. */
class G06_SubmissionIT {
    private static final String WORK =
            Script.of().exec("sleep 1.5").say("all done").inPrompt("Work.");

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G06_a_worker_that_never_claims_its_job_is_told_with_its_log() throws IOException {
        machine.withRealCodex().with("COMPANION_SPAWN_TIMEOUT", "2s");

        machine.program("setsid", "echo no worker today >&2");

        Answer queued = machine.run("task", "--background", "Work.");
        String job = queued.out().strip();
        assertThat(queued.err()).contains("queued").doesNotContain("started");
        assertThat(machine.jobDirectory(job).resolve("request.json")).exists();

        Answer ended = machine.run("wait", job);

        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(1);
        JsonObject record = machine.awaitEnd(job);
        assertThat(record.string("reason")).contains("spawn_failed");
        assertThat(record.string("errorMessage").orElseThrow())
                .contains("never started")
                .contains("no worker today");
    }

    @Test
    void G06_a_worker_that_cannot_be_started_fails_its_job_at_once() throws IOException {
        machine.withRealCodex();
        machine.program("setsid", "exit 1");

        Answer answer = machine.run("task", "--background", "--json", "Work.");

        JsonObject error = answer.json().object("error");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(error.string("detailCode")).contains("spawn_failed");
        assertThat(machine.awaitEnd(error.string("jobId").orElseThrow()).string("reason"))
                .contains("spawn_failed");
    }

    @Test
    void G06_a_job_is_recorded_before_its_worker_starts() {
        machine.withRealCodex();

        Answer answer = machine.run("task", "--background", "--json", "Work.");

        assertThat(answer.json().string("status")).contains("queued");
        String job = answer.json().string("jobId").orElseThrow();
        assertThat(machine.awaitEnd(job).string("status")).contains("completed");
        assertThat(machine.events(job))
                .extracting(event -> event.string("type").orElseThrow())
                .filteredOn(type -> !type.equals("warning"))
                .startsWith("job.queued", "job.started", "thread.ready", "turn.started")
                .endsWith("job.finished");
    }

    @Test
    void G07_killing_the_caller_loses_nothing() {
        assertCompletesAfter(started -> Signals.send("KILL", started.pid()), machine.companion("task", WORK));
    }

    @Test
    void G07_killing_the_callers_process_group_loses_nothing() {
        assertCompletesAfter(
                started -> Signals.send("KILL", -started.pid()),
                machine.shell("exec \"$0\" task '" + WORK + "'").through("setsid"));
    }

    @Test
    void G07_killing_all_that_parent_links_reach_loses_nothing() {
        assertCompletesAfter(
                started -> {
                    ProcessHandle caller = ProcessHandle.of(started.pid()).orElseThrow();
                    Signals.send(
                            "KILL",
                            Stream.concat(Stream.of(caller), caller.descendants())
                                    .map(ProcessHandle::pid)
                                    .toArray(Long[]::new));
                },
                machine.shell("\"$0\" task '" + WORK + "'; true"));
    }

    @Test
    void G07_a_terminal_that_is_closed_loses_nothing() {
        assertCompletesAfter(started -> Signals.send("HUP", started.pid()), machine.companion("task", WORK));
    }

    private void assertCompletesAfter(Consumer<Started> blow, Cli task) {
        machine.withRealCodex();
        Started started =
                task.with("COMPANION_CODEX", RealCodex.binary().toString()).start();
        String job = started.jobId();

        blow.accept(started);

        assertThat(started.await().exitCode()).isNotZero();
        assertThat(machine.awaitEnd(job).string("status")).contains("completed");
        assertThat(machine.jobDirectory(job).resolve("output.md")).content().startsWith("all done");
    }
}
