package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A state directory that is shared with a container, where every pid means somebody else. */
@Tag("once")
class G01_NamespacesIT {
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep.");
    private static final long LIMIT_MILLIS = 2_000;

    @RegisterExtension
    final Machine machine = new Machine();

    private Answer inside(String... arguments) {
        return Namespaces.otherPids(machine, machine.companion(arguments)).run();
    }

    private String sleeping() {
        String job = machine.withRealCodex().submit(SLEEP);
        machine.awaitCommand(job);
        return job;
    }

    @Test
    void G01_a_worker_outside_is_believed_inside() {
        String job = sleeping();

        Answer status = inside("status", job, "--json");
        Answer wait = inside("wait", job, "--timeout", "1s");

        assertThat(status.json().object("job").string("status"))
                .as("%s", status)
                .contains("running");
        assertThat(wait.exitCode()).as("%s", wait).isEqualTo(8);
        assertThat(machine.job(job).string("status")).contains("running");

        Answer cancel = inside("cancel", job, "--json");

        assertThat(cancel.json().string("status")).as("%s", cancel).contains("cancelled");
        assertThat(machine.job(job).string("status")).contains("cancelled");
    }

    @Test
    void G08_a_stranger_with_the_pid_of_the_worker_is_not_killed() throws IOException {
        String job = sleeping();
        ProcessHandle worker = machine.worker(job);
        // Not in the middle of a session of the store: then it would have the lock for as long as it is stopped.
        try (HeldStore held = HeldStore.of(machine.root())) {
            assertThat(held).isNotNull();
            Signals.send("STOP", worker.pid());
        }
        String line = "echo " + (worker.pid() - 1) + " > /proc/sys/kernel/ns_last_pid; sleep 600 & stranger=$!;"
                + " \"$0\" cancel " + job + " >&2; echo \"exit $?\";"
                + " kill -0 $stranger && echo \"stranger $stranger lives\"";

        Answer answer = Namespaces.otherPids(machine, machine.shell(line)).run();
        Signals.send("CONT", worker.pid());

        assertThat(answer.out()).isEqualTo("exit 1\nstranger " + worker.pid() + " lives\n");
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }

    @Test
    void G01_a_worker_inside_is_believed_outside_and_lost_when_its_world_ends() throws IOException {
        machine.withRealCodex();
        Gate never = Gate.of(machine, "never");
        Files.writeString(machine.file("prompt"), SLEEP);
        String line = "\"$0\" task --background --output id --prompt-file '" + machine.file("prompt")
                + "' | sed 's/^/job /' >&2; " + never.command();
        Started world = Namespaces.otherPids(machine, machine.shell(line)).start();
        String job = world.jobId();
        machine.awaitCommand(job);

        assertThat(machine.job(job).string("status")).contains("running");

        world.signal("KILL");
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
        Answer status = machine.run("status", job, "--json");

        assertThat(status.json().object("job").string("status"))
                .as("%s", status)
                .contains("lost");
        assertThat(status.millis()).isLessThan(LIMIT_MILLIS);
    }
}
