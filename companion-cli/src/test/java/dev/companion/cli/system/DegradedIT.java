package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where Codex's sandbox cannot start, a turn completes although no command ran: the job says so. */
@Tag("once")
class DegradedIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void a_job_whose_commands_could_not_run_is_marked_everywhere() throws IOException {
        machine.withRealCodex();
        String prompt = Script.of()
                .exec("ls")
                .exec("sleep 0.4; pwd")
                .say("All is well.")
                .inPrompt("Look.");
        Files.writeString(machine.file("prompt"), prompt);

        Answer answer = Namespaces.asRoot(
                        machine,
                        machine.shell(
                                "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$0\" task --json --prompt-file '"
                                        + machine.file("prompt") + "'"))
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        JsonObject job = answer.json().object("job");
        assertThat(job.string("status")).contains("completed");
        assertThat(job.string("degraded").orElseThrow()).contains("sandbox cannot start: bwrap:");
        assertThat(answer.err()).contains("warning: no command of this turn could run", "see: companion doctor");
        String id = answer.json().string("jobId").orElseThrow();
        assertThat(machine.run("status", id).out()).contains("degraded   no command of this turn could run");
        assertThat(machine.events(id))
                .filteredOn(event -> event.string("type").orElse("").equals("warning"))
                .anySatisfy(event -> assertThat(
                                event.object("data").string("message").orElseThrow())
                        .contains("no command of this turn could run"));
    }

    @Test
    void where_commands_run_nothing_is_said() {
        Answer answer = machine.withRealCodex()
                .run(
                        "task",
                        "--json",
                        Script.of().exec("sleep 0.4; ls").say("done").inPrompt("Look."));

        assertThat(answer.json().object("job").value("degraded")).isNull();
    }
}
