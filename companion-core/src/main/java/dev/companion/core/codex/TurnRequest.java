package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.JsonObject;
import java.util.Optional;

/**
 * One turn to run: the prompt and every setting.
 *
 * @param clientId our own name for it, by which it is found again in the thread's history
 */
public record TurnRequest(
        String clientId,
        String prompt,
        ThreadSettings settings,
        Optional<String> effort,
        Optional<JsonObject> outputSchema) {
    /** Requires all. */
    public TurnRequest {
        requireNonNull(clientId, "clientId");
        requireNonNull(prompt, "prompt");
        requireNonNull(settings, "settings");
        requireNonNull(effort, "effort");
        requireNonNull(outputSchema, "outputSchema");
    }

    /** The name of the turn that asks once more after the one of that name. */
    public static String followUpId(String clientId) {
        return clientId + "-again";
    }

    /** Without the prompt. */
    @Override
    public String toString() {
        return "TurnRequest[" + prompt.length() + " characters]";
    }
}
