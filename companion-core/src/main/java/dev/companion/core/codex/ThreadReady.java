package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.RpcFailure;
import java.util.Optional;

/**
 * A thread that Codex started, resumed or forked, and the settings that really hold on it.
 *
 * @param busy whether a turn runs on it
 */
public record ThreadReady(String threadId, EffectiveSettings settings, boolean busy) {
    static ThreadReady of(String method, JsonObject result) {
        String id = result.object("thread").string("id").orElseThrow(() -> RpcFailure.unusable(method, "a thread"));
        boolean busy = result.object("thread").object("status").string("type").equals(Optional.of("active"));
        return new ThreadReady(id, EffectiveSettings.of(result, "sandbox"), busy);
    }
}
