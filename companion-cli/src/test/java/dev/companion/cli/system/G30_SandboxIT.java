package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A job may do what was asked for and no more, and what holds is compared with what was asked. */
@OverDirectAndBroker
class G30_SandboxIT {
    @RegisterExtension
    final Machine machine;

    G30_SandboxIT(String transport) {
        machine = new Machine(transport);
    }

    private Answer task(String command, String... options) {
        machine.withRealCodex();
        List<String> words = new ArrayList<>(List.of("task", "--json"));
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
        assertThat(answer.json().object("job").string("effectiveSandbox")).contains("read-only");
    }

    @Test
    void G30_write_can_write_in_the_workspace_only() throws IOException {
        Path elsewhere = machine.directoryOutsideOfTemporary();

        Answer answer = task("touch new; touch " + elsewhere + "/new", "--write");

        assertThat(machine.workspace().resolve("new")).exists();
        assertThat(elsewhere.resolve("new")).doesNotExist();
        assertThat(answer.json().object("job").string("effectiveSandbox")).contains("workspace-write");
    }

    @Test
    void G30_an_added_directory_can_be_written() throws IOException {
        Path elsewhere = machine.directoryOutsideOfTemporary();

        task("touch " + elsewhere + "/new", "--write", "--add-dir", elsewhere.toString());

        assertThat(elsewhere.resolve("new")).exists();
    }

    @Test
    void G30_the_network_is_there_only_if_asked_for() {
        String connect =
                "exec 3<>/dev/tcp/127.0.0.1/" + machine.model().baseUrl().getPort();

        Answer without = task(connect, "--write");
        Answer with = task(connect, "--write", "--network");

        assertThat(command(without).number("exitCode")).contains(1L);
        assertThat(command(with).number("exitCode")).contains(0L);
    }

    @Test
    void G30_an_escalation_is_declined() {
        machine.withRealCodex();

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

    static Stream<Arguments> mismatches() {
        return Stream.of(
                Arguments.of("sandbox", new ScriptedScenario().effectiveSandbox(Map.of("type", "dangerFullAccess"))),
                Arguments.of("model", new ScriptedScenario().effectiveModel("another")),
                Arguments.of("approval", new ScriptedScenario().effectiveApprovalPolicy("on-request")));
    }

    @ParameterizedTest
    @MethodSource("mismatches")
    void G30_other_settings_than_asked_for_are_an_error(String what, ScriptedScenario scenario) {
        ScriptedCodex codex = machine.withScriptedCodex(scenario.knowsThread("11111111-2222-7333-8444-555555555555"));

        Answer started = machine.run("task", "--json", "-m", "mine", "Start.");
        Answer resumed = machine.run(
                "task", "--json", "-m", "mine", "--thread", "11111111-2222-7333-8444-555555555555", "Resume.");

        assertThat(List.of(started, resumed)).allSatisfy(answer -> {
            assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
            assertThat(answer.json().object("job").string("reason")).contains("policy_mismatch");
            assertThat(answer.json().object("job").string("errorMessage").orElseThrow())
                    .contains(what);
        });
        // A thread that a shared server may have loaded shows its powers only with the turn, which is interrupted.
        int turns = machine.isResident() ? 1 : 0;
        assertThat(codex.received("turn/start")).hasSize(turns);
        assertThat(codex.received("turn/interrupt")).hasSizeGreaterThanOrEqualTo(turns);
    }

    @Test
    void G30_a_write_that_got_only_read_access_is_an_error() {
        machine.withScriptedCodex(new ScriptedScenario().effectiveSandbox(Map.of("type", "readOnly")));

        Answer answer = machine.run("task", "--json", "--write", "Start.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
    }
}
