package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every job ends when a person or the system wants it to. */
@Tag("once")
class InterruptionIT {
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

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
