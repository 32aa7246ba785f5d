package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A lid that was closed for longer than the stall limit: worker, Codex and its commands are stopped and go on later.
 * {@code -Dcompanion.suspend.seconds=N} makes the night longer.
 */
@Tag("once")
class G05_SuspensionIT {
    private static final long NIGHT_SECONDS = Long.getLong("companion.suspend.seconds", 6);
    private static final String LIMIT = NIGHT_SECONDS - 2 + "s";
    private static final String WORK = Script.of()
            .exec("until test -e morning; do sleep 0.1; done", Duration.ofMinutes(10))
            .say("Good morning.")
            .inPrompt("Wait for the morning.");

    @RegisterExtension
    final Machine machine = new Machine();

    private void sleepForANight() throws Exception {
        Long[] all =
                machine.processes().living().stream().map(ProcessHandle::pid).toArray(Long[]::new);
        Signals.send("STOP", all);
        // Nothing happens while nobody is awake: here it is time itself that is waited for.
        TimeUnit.SECONDS.sleep(NIGHT_SECONDS);
        Signals.send("CONT", all);
    }

    private void morning() throws IOException {
        Files.createFile(machine.workspace().resolve("morning"));
    }

    @Test
    void G05_a_night_is_no_silence_but_counts_for_the_whole_job() throws Exception {
        machine.withRealCodex();
        String patient = machine.submit("--stall-timeout", LIMIT, WORK);
        String bounded = machine.submit("--timeout", LIMIT, WORK);
        machine.awaitCommand(patient);
        machine.awaitEvent(bounded, "turn.started");

        sleepForANight();
        assertThat(machine.awaitEnd(bounded).string("reason")).contains("timeout");
        assertThat(machine.job(patient).string("status")).contains("running");
        morning();

        JsonObject record = machine.awaitEnd(patient);
        assertThat(record.string("status")).as("%s", record.fields()).contains("completed");
        assertThat(machine.run("result", patient).out()).contains("Good morning.");
    }
}
