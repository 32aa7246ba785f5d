package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is killed while its job ends leaves no receipt that lies, and the recovery leaves a true one. */
@Tag("once")
class G50_KilledAtTheEndIT {
    private static final String WORDS = "All is done.";

    @RegisterExtension
    final Machine machine = new Machine();

    @ParameterizedTest
    @ValueSource(strings = {"output.md", "outcome.json", "receipt"})
    void G50_killed_around_the_end_a_job_has_a_true_receipt(String file) throws Exception {
        machine.withRealCodex();
        String job = machine.submit(
                Script.of().delay(Duration.ofSeconds(1)).say(WORDS).inPrompt("Say it."));
        ProcessHandle worker = machine.worker(job);
        awaitFile(machine.jobDirectory(job), file);
        worker.destroyForcibly();
        worker.onExit().join();

        String status = machine.job(job).string("status").orElseThrow();

        assertThat(status).isIn("completed", "lost");
        JsonObject verified = machine.companion("verify", "--json", job).run().json();
        assertThat(verified.string("verdict")).as("%s", verified.fields()).contains("verified");
        assertThat(verified.object("receipt").string("status")).contains(status);
    }

    private static void awaitFile(Path directory, String name) throws IOException, InterruptedException {
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            directory.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(directory.resolve(name))) {
                WatchKey key = changes.poll(Machine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(key).as("%s did not come", name).isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }
}
