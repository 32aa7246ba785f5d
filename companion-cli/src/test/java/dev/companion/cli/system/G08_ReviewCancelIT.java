package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A review that runs is ended as a task is, although its turn goes by another id where it is interrupted. */
@OverDirectAndBroker
class G08_ReviewCancelIT {
    private static final Script HANG = Script.of().step(Map.of("silent", "no-headers"));

    @RegisterExtension
    final Machine machine;

    G08_ReviewCancelIT(String transport) {
        machine = new Machine(transport);
    }

    private void awaitReviewer(String job) {
        machine.awaitEvent(job, "progress", data -> data.string("phase").equals(Optional.of("reviewing")));
    }

    private static String niceness(long pid) {
        String stat = Marked.read(pid, "stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16];
    }

    @Test
    void G08_codex_own_reviewer_is_interrupted() {
        machine.withRealCodex();
        Reviews.change(machine);
        machine.model().otherwise(Script.of().exec("sleep 611", Duration.ofMinutes(10)));
        String job = Reviews.submit(machine, "review");
        awaitReviewer(job);
        machine.awaitCommand(job);
        assertThat(niceness(machine.job(job).number("pid").orElseThrow()))
                .as("the worker steps back behind nobody")
                .isEqualTo(niceness(ProcessHandle.current().pid()));

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.millis()).isLessThan(5_000);
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
        assertThat(machine.processesOfJobsAfterAtMost(Duration.ofSeconds(2))).isEmpty();
        assertThat(machine.jobDirectory(job).resolve("review.json")).doesNotExist();
        assertThat(machine.run("result", job, "--json")
                        .json()
                        .object("storedJob")
                        .object("review")
                        .value("result"))
                .isNull();
    }

    @Test
    void G05_a_limit_ends_a_review() {
        machine.withRealCodex();
        Reviews.change(machine);
        machine.model().otherwise(HANG);

        Answer answer = machine.run("review", "--timeout", "2s", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        assertThat(answer.json().value("result")).isNull();
    }

    @Test
    void G08_the_turn_that_asks_once_more_is_interrupted() {
        machine.withRealCodex();
        Reviews.change(machine);
        machine.model().otherwise(HANG);
        String job = Reviews.submit(
                machine, "adversarial-review", Script.of().say("Prose.").inPrompt("x"));
        machine.awaitEvent(
                job, "warning", data -> data.string("message").orElse("").contains("asking once more"));

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.millis()).isLessThan(5_000);
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }
}
