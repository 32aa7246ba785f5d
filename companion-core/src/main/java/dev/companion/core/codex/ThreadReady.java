package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.Optional;

/**
 * What Codex says of a thread that it started, resumed or forked: the settings that really hold.
 *
 * @param sandboxType {@code readOnly}, {@code workspaceWrite}, {@code dangerFullAccess}, or what newer versions add
 * @param approvalPolicy {@code never} if it is what we ask for
 */
public record ThreadReady(
        String threadId, Optional<String> model, Optional<String> sandboxType, Optional<String> approvalPolicy) {
    static ThreadReady of(JsonObject result) {
        return new ThreadReady(
                result.object("thread").string("id").orElse(""),
                result.string("model"),
                result.object("sandbox").string("type"),
                result.string("approvalPolicy"));
    }
}
