package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hundred impatient scripts at once. */
@Tag("once")
class G10_PollersIT {
    private static final int POLLERS = 100;
    private static final int ROUNDS = 2;
    private static final int JOBS = 3;
    // The pollers yield the processor (nice): what is left of their influence is locks.
    private static final Duration DELAY = Duration.ofSeconds(3);

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G10_a_hundred_pollers_get_documents_and_delay_no_worker() {
        machine.withRealCodex();
        List<Gate> gates = new ArrayList<>();
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            gates.add(Gate.of(machine, "gate" + i));
            jobs.add(machine.submit(prompt(gates.get(i))));
        }
        jobs.forEach(machine::awaitCommand);
        List<Started> pollers = new ArrayList<>();
        for (int i = 0; i < POLLERS; i++) {
            pollers.add(poller(i % 2 == 0 ? "" : jobs.get(i % JOBS)));
        }
        gates.forEach(gate -> gate.open(machine));

        for (String job : jobs) {
            assertThat(machine.awaitEnd(job).string("status")).contains("completed");
            assertThat(recordingTook(job))
                    .as("from the end of the turn to the record")
                    .isLessThan(DELAY);
        }
        pollers.stream().map(Started::await).forEach(G10_PollersIT::assertDocuments);
    }

    private static String prompt(Gate gate) {
        return Script.of()
                .exec(gate.command(), Duration.ofMinutes(2))
                .exec("make test", Duration.ofSeconds(10))
                .exec("ls", Duration.ofSeconds(10))
                .say("Done.")
                .inPrompt("Work.");
    }

    private Started poller(String job) {
        String line = "round=0; while [ $round -lt " + ROUNDS + " ]; do \"$0\" status --json " + job
                + " || exit; round=$((round + 1)); done";
        return machine.shell(line).through("nice", "-n", "19").start();
    }

    private static void assertDocuments(Answer answer) {
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out().lines().map(Json::readObject))
                .hasSize(ROUNDS)
                .allSatisfy(
                        document -> assertThat(document.number("schemaVersion")).contains(1L));
    }

    private Duration recordingTook(String job) {
        return Duration.between(
                at(job, "progress", Optional.of("finalizing")), at(job, "job.finished", Optional.empty()));
    }

    private Instant at(String job, String type, Optional<String> phase) {
        JsonObject found = machine.events(job).stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .filter(event ->
                        phase.isEmpty() || event.object("data").string("phase").equals(phase))
                .findFirst()
                .orElseThrow();
        return Instant.parse(found.string("ts").orElseThrow());
    }
}
