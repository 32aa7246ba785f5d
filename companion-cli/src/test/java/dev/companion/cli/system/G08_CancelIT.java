package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancel ends a job within five seconds, whatever Codex does, and for good. */
@OverDirectAndBroker
class G08_CancelIT {
    private static final long LIMIT_MILLIS = 5_000;
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).say("slept").inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine;

    G08_CancelIT(String transport) {
        machine = new Machine(transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "workspace-write", "danger-full-access"})
    void G08_a_running_command_ends_with_its_job(String sandbox) {
        machine.withRealCodex();
        String job = machine.submit("--sandbox", sandbox, SLEEP);
        machine.awaitCommand(job);
        assertThat(machine.processes().running("sleep\0" + "600")).isNotEmpty();

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().string("status")).contains("cancelled");
        assertThat(answer.json().flag("turnInterruptAttempted")).isTrue();
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS);
        assertThat(machine.processesOfJobsAfterAtMost(Duration.ofSeconds(2))).isEmpty();
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }

    @Test
    void G08_what_a_command_left_behind_ends_too() {
        machine.withRealCodex();
        String job = machine.submit(
                "--sandbox",
                "danger-full-access",
                Script.of()
                        .exec("setsid --fork sleep 613 >/dev/null 2>&1")
                        .exec("sleep 600", Duration.ofMinutes(10))
                        .inPrompt("Leave something behind."));
        machine.awaitEvent(
                job, "command", data -> data.string("command").orElse("").contains("sleep 600"));
        assertThat(machine.processes().running("sleep\0" + "613")).isNotEmpty();

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS);
        assertThat(machine.processesOfJobsAfterAtMost(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void G08_it_is_idempotent() {
        machine.withRealCodex();
        String job = machine.submit(SLEEP);
        machine.awaitCommand(job);

        Answer first = machine.run("cancel", job);
        JsonObject after = machine.awaitEnd(job);
        Answer second = machine.run("cancel", job, "--json");

        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(second.json().string("status")).contains("cancelled");
        assertThat(machine.job(job)).hasToString(after.toString());
        assertThat(machine.events(job))
                .filteredOn(event -> event.string("type").equals(Optional.of("job.finished")))
                .hasSize(1);
    }

    @Test
    void G08_a_server_that_ignores_everything_does_not_hold_it_up() {
        machine.withScriptedCodex(new ScriptedScenario()
                .stubborn()
                .ignoresInterrupts()
                .turn(ScriptedTurn.begin().cut(ScriptedTurn.Cut.SILENCE)));
        String job = machine.submit("Hang.");
        machine.awaitEvent(job, "turn.started");

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).contains("cancelled");
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS);
    }

    @Test
    void G08_a_server_that_never_answers_does_not_hold_it_up() {
        machine.withScriptedCodex(new ScriptedScenario().neverAnswers("thread/start"));
        String job = machine.submit("Hang.");
        machine.awaitEvent(job, "job.started");

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).contains("cancelled");
        assertThat(answer.json().flag("turnInterruptAttempted")).isFalse();
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS);
    }

    /** It may have the store in its hands: then nothing can be recorded before it is killed. */
    @Test
    void G08_a_stopped_worker_is_killed() {
        machine.withRealCodex();
        String job = machine.submit("--sandbox", "danger-full-access", SLEEP);
        machine.awaitCommand(job);
        Signals.send("STOP", machine.worker(job).pid());

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS + 1_000);
        assertThat(machine.processesOfJobsAfterAtMost(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void G08_a_queued_job_ends_before_it_starts() {
        machine.withRealCodex();
        String job = machine.submit(SLEEP);

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).contains("cancelled");
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }

    @Test
    void G08_whoever_is_first_wins() {
        machine.withRealCodex();
        for (int round = 0; round < 3; round++) {
            String job = machine.submit(
                    "--fresh",
                    Script.of()
                            .delay(Duration.ofMillis(200L + 100L * round))
                            .say("done")
                            .inPrompt("Race."));
            machine.awaitEvent(job, "turn.started");

            Answer answer = machine.run("cancel", job, "--json");

            String said = answer.json().string("status").orElseThrow();
            assertThat(said).isIn("cancelled", "completed");
            JsonObject record = machine.awaitEnd(job);
            assertThat(record.string("status")).contains(said);
            assertThat(machine.processesOfJobsAfterAtMost(Duration.ofSeconds(3)))
                    .isEmpty();
            assertThat(machine.job(job).string("status")).contains(said);
        }
    }
}
