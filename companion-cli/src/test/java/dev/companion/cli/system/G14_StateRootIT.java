package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unusual places for the state: two beside each other, in memory, and a disk that became read-only. */
@Tag("once")
class G14_StateRootIT {
    @RegisterExtension
    final Machine machine = new Machine();

    private Cli in(Path root, String... arguments) {
        return machine.companion(arguments).with("COMPANION_HOME", root.toString());
    }

    private String task(Path root, String prompt) {
        Answer answer =
                in(root, "task", "--json", "--idempotency-key", "same", prompt).run();
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer.json().string("jobId").orElseThrow();
    }

    @Test
    void G14_two_roots_know_nothing_of_each_other() {
        machine.withRealCodex();
        Path other = machine.directory().resolve("other-state");
        String here = task(machine.root(), "One.");
        String there = task(other, "Two.");

        assertThat(here).isNotEqualTo(there);
        assertThat(ids(machine.root())).containsExactly(here);
        assertThat(ids(other)).containsExactly(there);
        for (String command : List.of("status", "result", "logs", "cancel", "wait", "retry")) {
            Answer answer = in(other, command, here, "--json").run();
            assertThat(answer.exitCode()).as("%s: %s", command, answer).isEqualTo(4);
            assertThat(answer.json().object("error").string("detailCode")).contains("no_such_job");
        }
        assertThat(machine.job(here).string("status")).contains("completed");
        assertThat(in(other, "--state-dir", machine.root().toString(), "result", here)
                        .run()
                        .exitCode())
                .isZero();
    }

    private List<String> ids(Path root) {
        return in(root, "status", "--all", "--output", "id").run().out().lines().toList();
    }

    @Test
    void G14_a_root_in_memory_serves_a_whole_job() {
        machine.withRealCodex();
        String line = "mkdir \"$COMPANION_HOME\" && mount -t tmpfs -o mode=700 tmpfs \"$COMPANION_HOME\" || exit 99;"
                + " job=$(\"$0\" task --background --output id 'Work.') && \"$0\" wait --timeout 1m \"$job\" >&2"
                + " && \"$0\" result \"$job\" && \"$0\" status \"$job\" --json >'" + machine.file("record") + "'"
                + " && stat -f -c %T \"$COMPANION_HOME\"";

        Answer answer = Namespaces.otherMounts(machine, machine.shell(line)).run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.out()).contains("offline model").endsWith("tmpfs\n");
        assertThat(machine.file("record")).content().contains("\"status\":\"completed\"");
    }

    @Test
    void G13_on_a_disk_that_became_read_only_everything_is_told_and_nothing_is_begun() {
        machine.withRealCodex();
        String ended = machine.submit("Work.");
        machine.awaitEnd(ended);
        String running = machine.submit(
                Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."));
        machine.awaitCommand(running);

        assertThat(readOnly("result", ended).out()).contains("offline model");
        assertThat(readOnly("logs", ended).out()).contains("completed");
        assertThat(readOnly("wait", running, "--timeout", "1s").exitCode()).isEqualTo(8);
        JsonObject status = readOnly("status", "--json").json();
        assertThat(status.objects("running"))
                .extracting(job -> job.string("id").orElseThrow())
                .containsExactly(running);
        for (List<String> words : List.of(List.of("task", "More."), List.of("cancel", running))) {
            assertRefused(words);
        }
        assertThat(machine.job(running).string("status")).contains("running");
        assertThat(machine.run("cancel", running).exitCode()).isZero();
    }

    private void assertRefused(List<String> words) {
        Answer refused = readOnly(words.toArray(String[]::new));
        assertThat(refused.exitCode()).as("%s: %s", words, refused).isEqualTo(5);
        assertThat(refused.err().lines()).as("%s", words).hasSize(2);
        assertThat(refused.err()).contains(machine.root().toString());
    }

    private Answer readOnly(String... arguments) {
        String line = "mount --bind \"$COMPANION_HOME\" \"$COMPANION_HOME\""
                + " && mount -o remount,bind,ro \"$COMPANION_HOME\" || exit 99; exec \"$0\" \"$@\"";
        Cli command = machine.shell(line);
        for (String argument : arguments) {
            command.adding(argument);
        }
        return Namespaces.otherMounts(machine, command).run();
    }
}
