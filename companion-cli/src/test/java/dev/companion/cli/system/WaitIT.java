package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.StoredJobs;
import dev.companion.core.job.JobState;
import dev.companion.core.job.StateRoot;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One {@code wait} for two hundred jobs: it ends with the last of them, says of each how it ended, and costs little memory. */
@Tag("once")
class WaitIT {
    private static final String LITTLE_MEMORY = "-Xmx32m";
    private static final int JOBS = 200;
    private static final int RUNNING = 3;
    private static final int CANCELLED = 100;
    private static final int PENDING_EXIT = 8;
    private static final int CANCELLED_EXIT = 9;
    private static final Duration ENDS_AFTER_THE_LAST_WITHIN = Duration.ofSeconds(10);

    @RegisterExtension
    final Machine machine = new Machine();

    private final List<Gate> gates = new ArrayList<>();

    @Test
    void one_wait_for_two_hundred_jobs_ends_with_the_last_and_tells_the_outcome_of_each() {
        List<String> running = submitRunning();
        List<String> jobs = new ArrayList<>(storeFinished());
        jobs.addAll(150, running);
        assertThat(jobs).doesNotHaveDuplicates().hasSize(JOBS);

        Answer early = wait(jobs, "--timeout", "2s").run();

        assertThat(early.exitCode()).as("%s", early).isEqualTo(PENDING_EXIT);
        assertThat(early.err()).contains(RUNNING + " of " + JOBS + " jobs have not ended in that time");
        assertStates(early.json(), jobs, running, "running");

        Started wait = wait(jobs).start();
        for (int i = 0; i < RUNNING - 1; i++) {
            gates.get(i).open(machine);
            machine.awaitEnd(running.get(i));
        }
        assertThat(ProcessHandle.of(wait.pid())).as("while one still runs").isPresent();
        gates.get(RUNNING - 1).open(machine);
        machine.awaitEvent(running.get(RUNNING - 1), "job.finished");
        long lastEnded = System.nanoTime();
        Answer end = wait.await();

        assertThat(Duration.ofNanos(System.nanoTime() - lastEnded)).isLessThan(ENDS_AFTER_THE_LAST_WITHIN);
        assertThat(end.exitCode()).as("%s", end).isEqualTo(CANCELLED_EXIT);
        assertStates(end.json(), jobs, running, "completed");
        assertThat(end.err().lines()).as("of the one that did not complete").hasSize(2);
        assertThat(end.err()).contains(jobs.get(CANCELLED) + " cancelled");
        jobs.remove(CANCELLED);
        Answer others = wait(jobs).run();
        assertThat(others.exitCode()).as("%s", others).isZero();
        assertThat(others.err()).isEmpty();
        assertThat(machine.root().resolve("run").resolve("last-bug.txt")).doesNotExist();
    }

    private Cli wait(List<String> jobs, String... options) {
        return machine.companion(Stream.of(Stream.of("wait", "--json"), Stream.of(options), jobs.stream())
                        .flatMap(words -> words)
                        .toArray(String[]::new))
                .with("COMPANION_JAVA_OPTS", LITTLE_MEMORY);
    }

    private List<String> submitRunning() {
        machine.withRealCodex();
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < RUNNING; i++) {
            Gate gate = Gate.of(machine, "gate" + i);
            gates.add(gate);
            jobs.add(machine.submit(Script.of()
                    .exec(gate.command(), Duration.ofMinutes(4))
                    .say("Done.")
                    .inPrompt("Wait.")));
        }
        jobs.forEach(machine::awaitCommand);
        return jobs;
    }

    private List<String> storeFinished() {
        StoredJobs stored = new StoredJobs(StateRoot.open(machine.root()), machine.workspace());
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS - RUNNING; i++) {
            JobState state = i == CANCELLED ? JobState.CANCELLED : JobState.COMPLETED;
            jobs.add(stored.ended(i, state).id().value());
        }
        return jobs;
    }

    private static void assertStates(JsonObject answer, List<String> jobs, List<String> running, String stateOfThese) {
        List<JsonObject> records = answer.objects("jobs");
        assertThat(records).extracting(job -> job.string("id").orElseThrow()).containsExactlyElementsOf(jobs);
        for (int i = 0; i < JOBS; i++) {
            String other = i == CANCELLED ? "cancelled" : "completed";
            assertThat(records.get(i).string("status"))
                    .as(jobs.get(i))
                    .contains(running.contains(jobs.get(i)) ? stateOfThese : other);
        }
    }
}
