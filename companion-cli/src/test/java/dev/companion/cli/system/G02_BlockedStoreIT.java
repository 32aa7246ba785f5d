package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A command that was stopped while it had the store's lock: whoever only reads does not notice, whoever writes waits. */
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
    void G08_a_cancel_stops_the_work_although_nothing_can_be_recorded_yet() throws Exception {
        String running = submitBoth().running();
        List<ProcessHandle> commands = machine.processes().running("sleep\0" + "600");
        assertThat(commands).isNotEmpty();
        Started cancel;
        Started late;
        try (HeldStore held = HeldStore.of(machine.root())) {
            assertThat(held).isNotNull();
            late = machine.companion("task", "--json", "Later.").start();
            cancel = machine.companion("cancel", running, "--json").start();
            for (ProcessHandle command : commands) {
                command.onExit().get(AT_ONCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        assertThat(cancel.await().json().string("status")).contains("cancelled");
        assertThat(machine.job(running).string("status")).contains("cancelled");
        assertThat(late.await().exitCode()).isZero();
    }
}
