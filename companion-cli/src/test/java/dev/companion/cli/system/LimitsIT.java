package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every job ends: by its limits, by Ctrl-C, or because it is done. */
class LimitsIT {
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void a_job_ends_at_its_timeout_and_keeps_what_there_is() {
        machine.withRealCodex();

        Answer answer = machine.run(
                "task",
                "--json",
                "--timeout",
                "2s",
                Script.of()
                        .together(Script.of().say("I begin.").exec("sleep 600", Duration.ofMinutes(10)))
                        .inPrompt("Work long."));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        JsonObject record = answer.json().object("job");
        assertThat(record.string("status")).contains("failed");
        assertThat(record.string("reason")).contains("timeout");
        assertThat(answer.json().string("rawOutput").orElseThrow()).contains("I begin.");
    }

    @Test
    void a_silent_model_is_given_up() {
        machine.withRealCodex();

        Answer answer = machine.run(
                "task",
                "--json",
                "--stall-timeout",
                "2s",
                Script.of().step(Map.of("silent", "no-headers")).inPrompt("Be silent."));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        assertThat(answer.json().object("job").string("reason")).contains("stalled");
    }

    @Test
    void ctrl_c_cancels_the_job() {
        Started task = machine.withRealCodex().companion("task", SLEEP).start();
        String job = task.jobId();
        machine.awaitCommand(job);

        task.signal("INT");
        Answer answer = task.await();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(9);
        assertThat(answer.err()).contains("cancelling " + job).contains(job + " cancelled");
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }

    @Test
    void ctrl_c_twice_leaves_the_job_running() {
        machine.withScriptedCodex(
                new ScriptedScenario().turn(ScriptedTurn.begin().cut(ScriptedTurn.Cut.SILENCE)));
        Started task = machine.companion("task", "Hang.").start();
        String job = task.jobId();
        machine.awaitEvent(job, "turn.started");

        task.signal("INT");
        task.awaitLine(line -> line.startsWith("cancelling"));
        task.signal("INT");
        Answer answer = task.await();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(130);
        assertThat(answer.err()).contains("left job " + job + ", which goes on").contains("companion logs -f " + job);
        assertThat(machine.job(job).string("status")).contains("running");
        assertThat(machine.run("cancel", job).exitCode()).isZero();
    }

    @Test
    void a_word_to_stop_is_an_orderly_end() {
        String job = machine.withRealCodex().submit(SLEEP);
        machine.awaitCommand(job);

        Signals.send("TERM", machine.worker(job).pid());

        assertThat(machine.awaitEnd(job).string("status")).isIn(Optional.of("failed"), Optional.of("cancelled"));
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
    }
}
