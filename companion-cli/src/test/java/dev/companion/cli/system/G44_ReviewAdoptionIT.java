package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A review goes on on the resident Codex when its worker dies, and is read by the next one. */
@Tag("once")
class G44_ReviewAdoptionIT {
    @RegisterExtension
    final Machine machine = new Machine("broker");

    @Test
    void G44_a_killed_worker_costs_no_review() {
        machine.withRealCodex();
        Reviews.change(machine);
        Gate gate = Gate.of(machine, "gate");
        machine.model()
                .otherwise(Script.of()
                        .exec(gate.command())
                        .say(Reviews.builtIn(machine.workspace().resolve("README"))));
        String job = Reviews.submit(machine, "review");
        machine.awaitCommand(job);

        machine.worker(job).destroyForcibly();
        machine.run("status", job);
        gate.open(machine);

        assertThat(machine.run("wait", job).exitCode()).isZero();
        assertThat(machine.job(job).number("generation")).contains(2L);
        assertThat(machine.run("result", job, "--json")
                        .json()
                        .object("storedJob")
                        .object("review")
                        .object("result")
                        .objects("findings"))
                .hasSize(1);
    }

    @Test
    void G44_a_killed_worker_costs_no_verdict_and_no_second_turn() {
        machine.withRealCodex();
        Reviews.change(machine);
        Gate gate = Gate.of(machine, "gate");
        machine.model().otherwise(Script.of().exec(gate.command()).say(Reviews.verdict("approve")));
        String job = Reviews.submit(
                machine, "adversarial-review", Script.of().say("Prose.").inPrompt("x"));
        machine.awaitCommand(job);

        machine.worker(job).destroyForcibly();
        machine.run("status", job);
        gate.open(machine);

        assertThat(machine.run("wait", job).exitCode()).isZero();
        assertThat(machine.run("result", job).out()).contains("approve: no findings");
        assertThat(machine.model().requestCount()).isEqualTo(3);
    }
}
