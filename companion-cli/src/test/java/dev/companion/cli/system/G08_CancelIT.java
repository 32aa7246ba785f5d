package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancel ends a job within five seconds, whatever Codex does, and for good. */
class G08_CancelIT {
    private static final long LIMIT_MILLIS = 5_000;
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).say("slept").inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "workspace-write", "danger-full-access"})
    void G08_a_running_command_ends_with_its_job(String sandbox) {
        machine.withRealCodex();
        String job = machine.submit("--sandbox", sandbox, SLEEP);
        machine.awaitCommand(job);
        assertThat(machine.processes().running("sleep\0" + "600")).isNotEmpty();

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().string("status")).contains("cancelled");
        assertThat(answer.json().flag("turnInterruptAttempted")).isTrue();
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS);
        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }

    @Test
    void G08_it_is_idempotent() {
        machine.withRealCodex();
        String job = machine.submit(SLEEP);
        machine.awaitCommand(job);

        Answer first = machine.run("cancel", job);
        JsonObject after = machine.awaitEnd(job);
        Answer second = machine.run("cancel", job, "--json");

        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(second.json().string("status")).contains("cancelled");
        assertThat(machine.job(job)).hasToString(after.toString());
        assertThat(machine.events(job))
                .filteredOn(event -> event.string("type").equals(Optional.of("job.finished")))
                .hasSize(1);
    }
}
