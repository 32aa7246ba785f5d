package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without the completion of our own turn there is no success, wherever the connection ends. */
class G03_TransportIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void G03_a_killed_server_fails_the_job_within_two_seconds() {
        machine.withRealCodex();
        Started task = machine.companion(
                        "task",
                        "--json",
                        Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."))
                .start();
        String job = task.jobId();
        machine.awaitCommand(job);
        List<ProcessHandle> servers = machine.processes().running("app-server");
        assertThat(servers).isNotEmpty();

        long killed = System.nanoTime();
        Signals.send("KILL", servers.stream().map(ProcessHandle::pid).toArray(Long[]::new));
        Answer answer = task.await();

        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(2));
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
        JsonObject record = answer.json().object("job");
        assertThat(record.string("status")).contains("failed");
        assertThat(record.string("reason")).contains("transport");
        assertThat(record.string("errorMessage").orElseThrow()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(ScriptedTurn.Cut.class)
    void G03_a_server_that_ends_after_any_message_is_no_success(ScriptedTurn.Cut cut) {
        int all = ScriptedTurn.happy("done").messageCount();
        int step = cut == ScriptedTurn.Cut.KILL ? 2 : 6;
        for (int messages = 0; messages < all; messages += step) {
            machine.withScriptedCodex(
                    new ScriptedScenario().turn(ScriptedTurn.happy("done").cutAfter(messages, cut)));

            Answer answer = machine.run("task", "--json", "--stall-timeout", "1s", "Do it.");

            assertThat(answer.exitCode())
                    .as("after %s messages: %s", messages, answer)
                    .isIn(1, 3);
            JsonObject record = answer.json().object("job");
            assertThat(record.string("status"))
                    .as("after %s messages", messages)
                    .contains("failed");
            assertThat(record.string("reason").orElseThrow())
                    .isEqualTo(cut == ScriptedTurn.Cut.SILENCE ? "stalled" : "transport");
        }
    }
}
