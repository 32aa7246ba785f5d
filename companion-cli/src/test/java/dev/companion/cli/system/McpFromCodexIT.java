package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Codex itself as the host: its model calls the tool, and another Codex does the task. */
class McpFromCodexIT {
    private static final List<String> PASSED_ON = List.of(
            "COMPANION_HOME",
            "COMPANION_CODEX",
            "COMPANION_JAVA",
            "COMPANION_TRANSPORT",
            "CODEX_HOME",
            "HOME",
            "TMPDIR",
            "NO_PROXY",
            "TEST_MACHINE");

    @RegisterExtension
    final Machine machine = new Machine();

    /** A home of its own: the Codex that does the task must not be a host, too. */
    private OfflineCodexHome hostHome() throws IOException {
        List<String> toml = new ArrayList<>(List.of(
                "[mcp_servers.companion]",
                "command = \"" + Objects.requireNonNull(System.getProperty("companion.launcher")) + "\"",
                "args = [\"mcp\"]",
                "startup_timeout_sec = 60",
                "default_tools_approval_mode = \"approve\"",
                "[mcp_servers.companion.env]"));
        PASSED_ON.forEach(name -> toml.add(name + " = \"" + machine.environment(name) + "\""));
        return OfflineCodexHome.create(
                machine.directory().resolve("host"),
                machine.model().baseUrl(),
                OfflineCodexHome.Options.DEFAULT.withToml(toml.toArray(String[]::new)));
    }

    private Answer host(String prompt) throws IOException {
        Cli host = new Cli(
                machine.directory().resolve("scratch"),
                machine.workspace(),
                machine.environment(),
                List.of(RealCodex.binary().toString(), "exec", "--json", "-"));
        hostHome().environment().forEach(host::with);
        return host.reading(prompt.getBytes(StandardCharsets.UTF_8)).run();
    }

    /** What the host's model was told that its call had brought. */
    private List<String> outputs() {
        List<OfflineRequest> requests = machine.model().requests();
        return requests.get(requests.size() - 1).body().objects("input").stream()
                .filter(item -> item.string("type").orElse("").endsWith("_call_output"))
                .map(item -> Json.text(item.fields()))
                .toList();
    }

    @Test
    void a_codex_hands_a_task_to_another_one_through_the_tool() throws IOException {
        machine.withRealCodex();
        String inner = Script.of().say("The inner words.").inPrompt("Do the inner thing.");
        String outer = Script.of()
                .call("mcp__companion", "task", Map.of("prompt", inner))
                .say("The outer words.")
                .inPrompt("Hand it over.");

        Answer answer = host(outer);

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.out()).contains("The outer words.");
        assertThat(outputs()).as("%s", answer).hasSize(1).allMatch(output -> output.contains("The inner words."));
        JsonObject status = machine.run("status", "--all", "--json").json();
        JsonObject job = status.object("latestFinished");
        assertThat(status.objects("recent")).isEmpty();
        assertThat(job.string("status")).contains("completed");
        assertThat(job.string("effectiveSandbox")).contains("read-only");
    }

    @Test
    void G51_the_model_of_the_host_is_told_that_codex_did_not_run() throws IOException {
        machine.withRealCodex();
        machine.with("COMPANION_CODEX", "/nonexistent/codex");
        String outer = Script.of()
                .call("mcp__companion", "task", Map.of("prompt", "Do the inner thing."))
                .say("The outer words.")
                .inPrompt("Hand it over.");

        Answer answer = host(outer);

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(outputs()).as("%s", answer).hasSize(1).allMatch(output -> output.contains("codex_missing"));
    }
}
