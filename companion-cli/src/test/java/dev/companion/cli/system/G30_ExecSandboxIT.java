package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over {@code codex exec} a job may do what was asked for and no more, although the user's own settings allow everything. */
@Tag("once")
class G30_ExecSandboxIT {
    @RegisterExtension
    final Machine machine = new Machine(OfflineCodexHome.Options.DEFAULT
            .withTopLevelToml("approval_policy = \"on-request\"", "sandbox_mode = \"danger-full-access\"")
            .withToml("[sandbox_workspace_write]", "network_access = true", "writable_roots = [\"/\"]"));

    @BeforeEach
    void overExec() {
        machine.withRealCodex().with("COMPANION_TRANSPORT", "exec");
    }

    private Answer task(String command, String... options) {
        List<String> words = new ArrayList<>(List.of("task", "--json", "--fresh"));
        words.addAll(List.of(options));
        // Codex does not tell of commands that end at once.
        words.add(Script.of().exec("sleep 0.4; " + command).say("done").inPrompt("Run it."));
        Answer answer = machine.run(words.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer;
    }

    private JsonObject command(Answer answer) {
        String job = answer.json().string("jobId").orElseThrow();
        return machine.awaitEvent(job, "command", data -> data.value("exitCode") != null);
    }

    @Test
    void G30_read_only_cannot_write() {
        Answer answer = task("touch " + machine.workspace() + "/new");

        assertThat(command(answer).number("exitCode")).contains(1L);
        assertThat(machine.workspace().resolve("new")).doesNotExist();
    }

    @Test
    void G30_write_can_write_in_the_workspace_and_in_an_added_directory_only() throws IOException {
        Path added = machine.directoryOutsideOfTemporary();
        Path other = machine.directoryOutsideOfTemporary();

        task("touch new " + added + "/new; touch " + other + "/new", "--write", "--add-dir", added.toString());

        assertThat(machine.workspace().resolve("new")).exists();
        assertThat(added.resolve("new")).exists();
        assertThat(other.resolve("new")).doesNotExist();
    }

    @Test
    void G30_the_network_is_there_only_if_asked_for() {
        String connect =
                "exec 3<>/dev/tcp/127.0.0.1/" + machine.model().baseUrl().getPort();

        assertThat(command(task(connect)).number("exitCode")).contains(1L);
        assertThat(command(task(connect, "--write")).number("exitCode")).contains(1L);
        assertThat(command(task(connect, "--write", "--network")).number("exitCode"))
                .contains(0L);
    }

    @Test
    void G30_an_escalation_is_declined() {
        Answer answer = machine.run(
                "task",
                "--json",
                Script.of()
                        .escalate("touch " + machine.workspace() + "/new", "I want to")
                        .say("done")
                        .inPrompt("Escalate."));

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(machine.workspace().resolve("new")).doesNotExist();
    }
}
