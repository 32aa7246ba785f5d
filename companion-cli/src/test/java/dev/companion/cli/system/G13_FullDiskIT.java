package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A disk that is full: it is said, what was acknowledged stays true, and with space everything works again. */
@Tag("once")
class G13_FullDiskIT {
    private static final int NOT_READY = 6;

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G13_a_task_that_cannot_be_kept_is_refused_and_taken_once_there_is_space() {
        machine.withRealCodex();
        SmallDisk disk = SmallDisk.mount(machine, "6m");
        String before = id(disk.run("task", "--json", "Before."));
        disk.fill();

        Answer refused = disk.run("task", "--background", "Now.");
        Answer json = disk.run("task", "--json", "Now.");

        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(NOT_READY);
        assertThat(refused.err().lines()).as("%s", refused).hasSize(2);
        assertThat(refused.err()).contains("no space is left").contains("free some space");
        assertThat(json.json().object("error").string("detailCode")).contains("store_full");
        assertThat(disk.run("result", before).out()).contains("offline model");
        assertThat(disk.run("status", before, "--json").json().object("job").string("status"))
                .contains("completed");
        disk.free();
        assertThat(disk.root().resolve("jobs").toFile().list())
                .as("nothing of what was refused")
                .containsExactly(before);
        Answer after = disk.run("task", "--json", "After.");
        assertThat(after.exitCode()).as("%s", after).isZero();
        disk.unmount();
    }

    @Test
    void G13_a_job_that_ends_on_a_full_disk_is_told_truly_once_there_is_space() throws Exception {
        machine.withRealCodex();
        SmallDisk disk = SmallDisk.mount(machine, "6m");
        Path gate = machine.file("gate");
        String prompt = Script.of()
                .exec("until test -e '" + gate + "'; do sleep 0.1; done", Duration.ofMinutes(1))
                .say("Done.")
                .inPrompt("Wait for the gate.");
        String job =
                disk.run("task", "--background", "--output", "id", prompt).out().strip();
        assertThat(machine.model().awaitRequests(1, Machine.PATIENCE)).isTrue();
        disk.fill();

        Files.createFile(gate);
        assertThat(machine.model().awaitRequests(2, Machine.PATIENCE)).isTrue();
        Answer full = disk.run("wait", job, "--timeout", "3s", "--json");
        disk.free();
        Answer status = disk.run("status", job, "--wait", "--timeout", "30s", "--json");

        JsonObject record = status.json().object("job");
        assertThat(record.string("status")).as("%s; before: %s", status, full).contains("failed");
        assertThat(record.string("errorMessage").orElse("")).contains("no space is left");
        assertThat(disk.run("task", "After.").exitCode()).isZero();
        disk.unmount();
    }

    @Test
    void G13_a_job_whose_own_output_fills_the_disk_ends_and_says_so() {
        machine.withRealCodex();
        SmallDisk disk = SmallDisk.mount(machine, "3m");
        String prompt = Script.of().sayRepeated("0123456789abcdef", 1 << 18, 64).inPrompt("Say four megabytes.");

        Answer answer = disk.run("task", "--json", prompt);

        JsonObject record = answer.json().object("job");
        assertThat(record.string("status")).as("%s", answer).contains("failed");
        assertThat(record.string("errorMessage").orElse("")).contains("no space is left");
        assertThat(answer.millis()).as("%s", answer).isLessThan(60_000);
        assertThat(disk.run("result", id(answer)).out()).startsWith("0123456789abcdef");
        disk.unmount();
    }

    private static String id(Answer answer) {
        return answer.json().object("job").string("id").orElseThrow(() -> new AssertionError(answer.toString()));
    }
}
