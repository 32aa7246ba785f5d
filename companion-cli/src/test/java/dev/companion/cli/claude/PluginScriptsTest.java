package dev.companion.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hooks' scripts answer where the program cannot be started. */
class PluginScriptsTest {
    private static final Path PLUGIN =
            Path.of("../plugins/companion").toAbsolutePath().normalize();
    private static final String RESCUE =
            "{\"tool_name\":\"Agent\",\"tool_input\":{\"subagent_type\":\"companion:rescue\"}}";

    @TempDir
    Path temporary;

    private String answer(String script, String event, String input) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(PLUGIN.resolve("hooks/" + script).toString(), event);
        builder.environment()
                .putAll(Map.of(
                        "COMPANION_JAVA", "/nonexistent",
                        "CLAUDE_PLUGIN_DATA", temporary.toString(),
                        "CLAUDE_CODE_SESSION_ID", "s-1"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            return said;
        }
    }

    @Test
    void G51_no_rescue_agent_is_started_whose_answer_could_not_be_checked() throws Exception {
        JsonObject said =
                Json.readObject(answer("agent", "before-agent", RESCUE)).object("hookSpecificOutput");

        assertThat(said.string("permissionDecision")).hasValue("deny");
        assertThat(said.string("permissionDecisionReason").orElseThrow()).startsWith("CODEX_NOT_RUN: ");
    }

    @Test
    void G51_an_answer_that_could_not_be_checked_is_marked() throws Exception {
        JsonObject said = Json.readObject(answer("agent", "after-agent", RESCUE));

        assertThat(said.string("decision")).hasValue("block");
        assertThat(said.string("reason").orElseThrow()).startsWith("CODEX_NOT_RUN: ");
    }

    @Test
    void G51_an_end_in_the_background_that_could_not_be_checked_is_withheld() throws Exception {
        String notification = "{\"prompt\":\"<task-notification><task-id>a1</task-id></task-notification>\"}";
        assertThat(answer("prompt", "", notification)).isEmpty();
        Files.createDirectories(temporary.resolve("rescues/s-1"));

        assertThat(Json.readObject(answer("prompt", "", notification)).string("decision"))
                .hasValue("block");
    }

    @Test
    void other_agents_are_none_of_their_business() throws Exception {
        String other = RESCUE.replace("companion:rescue", "Explore");

        assertThat(answer("agent", "before-agent", other)).isEmpty();
        assertThat(answer("agent", "after-agent", other)).isEmpty();
    }
}
