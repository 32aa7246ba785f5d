package dev.companion.cli.claude;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What the host tells a hook on its stdin. It holds what the user and the model wrote.
 *
 * @see <a href="https://docs.claude.com/en/docs/claude-code/hooks">Claude Code, hooks reference</a>
 */
public record HookInput(JsonObject event) {
    /** The agent whose answers must be Codex's. */
    static final String RESCUE_AGENT = "companion:rescue";

    private static final int LARGEST = 64 * 1024 * 1024;

    /**
     * Reads all of it.
     *
     * @throws Failure {@code HOOK_INPUT_INVALID}
     */
    public static HookInput read(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length <= LARGEST) {
                return new HookInput(Json.readMessage(bytes));
            }
        } catch (IOException | UncheckedIOException e) {
            throw invalid("what the host said is not one JSON object");
        }
        throw invalid("what the host said is larger than 64 MiB");
    }

    private static Failure invalid(String what) {
        return new Failure(
                FailureCode.HOOK_INPUT_INVALID, what, "this command is for the hooks of the Claude Code plugin");
    }

    /** The chat session. */
    String session() {
        return PluginData.requireName(
                event.string("session_id").orElseThrow(() -> invalid("the host named no session")));
    }

    /** The prompt that all of this is about. */
    Optional<String> prompt() {
        return event.string("prompt_id").map(PluginData::requireName);
    }

    /** The agent in which it happens; empty in the main conversation. */
    Optional<String> agent() {
        return event.string("agent_id").map(PluginData::requireName);
    }

    /** Whether it happens in the rescue agent. */
    boolean isInRescueAgent() {
        return agent().isPresent() && event.string("agent_type").equals(Optional.of(RESCUE_AGENT));
    }

    /** What a tool is called with. */
    JsonObject toolInput() {
        return event.object("tool_input");
    }

    /** Names only. */
    @Override
    public String toString() {
        return "HookInput" + event.fields().keySet();
    }
}
