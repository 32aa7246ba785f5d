package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked after a worker was killed, the answer is true, and the dead job is in nobody's way. */
class G01_DeadWorkerIT {
    private static final long LIMIT_MILLIS = 2_000;
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

    private String killed() {
        machine.withRealCodex();
        String job = machine.submit("--idempotency-key", "first", SLEEP);
        machine.awaitCommand(job);
        ProcessHandle worker = machine.worker(job);
        Signals.send("KILL", worker.pid());
        worker.onExit().join();
        return job;
    }

    private void assertLost(String job) {
        JsonObject finished = machine.awaitEvent(job, "job.finished");
        assertThat(finished.string("status")).contains("lost");
        assertThat(finished.string("reason")).contains("worker_died");
        List<JsonObject> events = machine.events(job);
        assertThat(events.get(events.size() - 1).string("type")).contains("job.finished");
        assertThat(machine.job(job).string("status")).contains("lost");
        assertThat(machine.job(job).string("reason")).contains("worker_died");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status --json",
                "status JOB",
                "status JOB --json",
                "result JOB",
                "wait JOB",
                "logs -f JOB"
            })
    void G01_the_next_command_of_any_kind_tells_the_truth(String words) {
        String job = killed();

        Answer answer = machine.run(words.replace("JOB", job).split(" "));

        assertThat(answer.millis()).as("%s", answer).isLessThan(LIMIT_MILLIS);
        assertThat(answer.out() + answer.err()).contains("lost").contains("worker_died");
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(exitCode(words));
        assertLost(job);
    }

    private static int exitCode(String words) {
        if (words.startsWith("wait")) {
            return 11;
        }
        return words.startsWith("result") ? 1 : 0; // There is no result to print.
    }

    @Test
    void G01_a_replayed_request_tells_the_truth() {
        String job = killed();

        Answer answer = machine.run("task", "--idempotency-key", "first", SLEEP);

        assertThat(answer.err()).contains(job).contains("lost (worker_died)").contains("codex resume");
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(11);
        assertLost(job);
    }

    @Test
    void G02_a_dead_job_can_be_cancelled_and_its_thread_goes_on() {
        String job = killed();

        Answer cancelled = machine.run("cancel", job, "--json");
        Answer resumed = machine.run("task", "--json", "--resume-last", "Go on.");

        assertThat(cancelled.exitCode()).as("%s", cancelled).isZero();
        assertThat(cancelled.json().string("status")).contains("lost");
        assertThat(cancelled.millis()).isLessThan(LIMIT_MILLIS);
        assertThat(resumed.exitCode()).as("%s", resumed).isZero();
        assertThat(resumed.json().string("threadId")).isEqualTo(machine.job(job).string("threadId"));
    }

    @Test
    void G02_a_dead_job_never_blocks_resume_last() {
        String job = killed();

        Answer resumed = machine.run("task", "--json", "--resume-last", "Go on.");

        assertThat(resumed.exitCode()).as("%s", resumed).isZero();
        assertLost(job);
        assertThat(resumed.json().string("threadId")).isEqualTo(machine.job(job).string("threadId"));
    }
}
