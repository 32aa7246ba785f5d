package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A command that was stopped while it had the store's lock: whoever only reads does not notice, whoever writes waits. */
@Tag("once")
class G02_BlockedStoreIT {
    // Far below the two minutes after which a command gives the lock up.
    private static final long AT_ONCE_MILLIS = 15_000;

    @RegisterExtension
    final Machine machine = new Machine();

    /** A job that has ended and one that runs. */
    private record Jobs(String ended, String running) {}

    private Jobs submitBoth() {
        machine.withRealCodex();
        String ended = machine.submit("Work.");
        machine.awaitEnd(ended);
        String running = machine.submit(
                Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."));
        machine.awaitCommand(running);
        // Publishes the overview of all workspaces.
        assertThat(machine.run("status", "--all-workspaces").exitCode()).isZero();
        return new Jobs(ended, running);
    }

    @Test
    void G02_whoever_reads_takes_no_lock() throws IOException {
        Jobs jobs = submitBoth();
        String ended = jobs.ended();
        String running = jobs.running();
        List<List<String>> readings = List.of(
                List.of("status"),
                List.of("status", "--json"),
                List.of("status", "--all-workspaces", "--json"),
                List.of("status", running, "--json"),
                List.of("result"),
                List.of("result", ended),
                List.of("logs", running),
                List.of("wait", ended),
                List.of("wait", running, ended, "--any"));

        try (HeldStore held = HeldStore.of(machine.root())) {
            assertThat(held).isNotNull();
            for (List<String> reading : readings) {
                Answer answer = machine.run(reading.toArray(String[]::new));
                assertThat(answer.exitCode()).as("%s: %s", reading, answer).isZero();
                assertThat(answer.millis()).as("%s", reading).isLessThan(AT_ONCE_MILLIS);
            }
        }
        machine.run("cancel", running);
    }

    @Test
    void G08_a_cancel_stops_the_work_in_time_although_nothing_can_be_recorded_yet() throws IOException {
        String running = submitBoth().running();
        assertThat(machine.processes().running("sleep\0" + "600")).isNotEmpty();
        try (HeldStore held = HeldStore.of(machine.root())) {
            assertThat(held).isNotNull();

            Answer answer = machine.run("cancel", running, "--json");

            assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
            assertThat(answer.json().object("error").string("detailCode")).contains("cancel_not_recorded");
            assertThat(answer.millis()).isLessThan(AT_ONCE_MILLIS);
            assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
        }
        assertThat(machine.job(running).string("status")).contains("cancelled");
    }

    /** As a debugger or a frozen container leaves it: it sees no wish, so it has to be killed. */
    @Test
    void G08_a_cancel_stops_a_frozen_worker_although_nothing_can_be_recorded_yet() throws IOException {
        String running = submitBoth().running();
        ProcessHandle worker = machine.worker(running);
        try (HeldStore held = HeldStore.of(machine.root())) {
            assertThat(held).isNotNull();
            Signals.send("STOP", worker.pid());

            Answer answer = machine.run("cancel", running, "--json");

            assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
            assertThat(answer.json().object("error").string("detailCode")).contains("cancel_not_recorded");
            assertThat(answer.millis()).isLessThan(AT_ONCE_MILLIS);
            assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
        }
        assertThat(machine.job(running).string("status")).contains("cancelled");
    }
}
