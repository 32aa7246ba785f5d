package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A disk that becomes read-only under a running job, its worker included: what is true is said meanwhile, and kept after. */
@Tag("once")
class G13_ReadOnlyDiskIT {
    private static final int DENIED = 5;
    private static final int PENDING = 8;
    /** Three times as long as a worker keeps progress back. */
    private static final Duration PROGRESS_IS_WRITTEN = Duration.ofMillis(1_500);

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G13_a_job_that_ends_on_a_disk_that_became_read_only_is_told_truly_once_it_can_be_written() throws Exception {
        machine.withRealCodex();
        SmallDisk disk = SmallDisk.mount(machine, "6m");
        String before = disk.run("task", "--output", "json", "Before.")
                .json()
                .string("jobId")
                .orElseThrow();
        Path gate = machine.file("gate");
        String prompt = Script.of()
                .exec("until test -e '" + gate + "'; do sleep 0.1; done", Duration.ofMinutes(1))
                .say("Done on a bad day.")
                .inPrompt("Wait for the gate.");
        String job =
                disk.run("task", "--background", "--output", "id", prompt).out().strip();
        assertThat(machine.model().awaitRequests(2, Machine.PATIENCE)).isTrue();
        awaitCalm(disk, job);
        disk.makeReadOnly();

        assertThat(status(disk, job).string("status")).contains("running");
        Files.createFile(gate);
        assertThat(machine.model().awaitRequests(3, Machine.PATIENCE)).isTrue();
        Answer pending = disk.run("wait", job, "--timeout", "3s");

        assertThat(pending.exitCode()).as("%s", pending).isEqualTo(PENDING);
        assertThat(status(disk, job).string("status"))
                .as("while nothing can be recorded")
                .contains("running");
        assertThat(disk.run("logs", job).out()).contains("Done on a bad day.");
        assertThat(disk.run("result", before).out()).contains("offline model");
        for (List<String> words : List.of(List.of("task", "More."), List.of("cancel", job))) {
            Answer refused = disk.run(words.toArray(String[]::new));
            assertThat(refused.exitCode()).as("%s: %s", words, refused).isEqualTo(DENIED);
            assertThat(refused.err().lines()).as("%s: %s", words, refused).hasSize(2);
        }

        disk.makeWritable();
        Answer wait = disk.run("wait", job, "--timeout", "30s", "--json");

        JsonObject ended = wait.json().objects("jobs").get(0);
        assertThat(ended.string("status")).as("%s", wait).contains("failed");
        assertThat(ended.string("reason")).contains("internal");
        assertThat(ended.string("errorMessage").orElse("")).contains("cannot be used");
        assertThat(disk.run("logs", job).out()).contains("Done on a bad day.");
        assertThat(status(disk, before).string("status")).contains("completed");
        assertThat(disk.run("result", before).out()).contains("offline model");
        assertThat(disk.root().resolve("jobs").toFile().list())
                .as("nothing of what was refused")
                .containsExactlyInAnyOrder(before, job);
        assertThat(disk.run("task", "After.").exitCode()).isZero();
        disk.unmount();
    }

    /** A write that the disk cuts leaves the record in doubt, and then nobody may say what is true until it can be settled. */
    private static void awaitCalm(SmallDisk disk, String job) {
        Instant patience = Instant.now().plus(Machine.PATIENCE);
        while (Duration.between(updated(disk, job), Instant.now()).compareTo(PROGRESS_IS_WRITTEN) < 0) {
            assertThat(Instant.now()).as("waiting for the last write").isBefore(patience);
        }
    }

    private static Instant updated(SmallDisk disk, String job) {
        return Instant.parse(status(disk, job).string("updatedAt").orElseThrow());
    }

    private static JsonObject status(SmallDisk disk, String job) {
        Answer answer = disk.run("status", job, "--json");
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer.json().object("job");
    }
}
