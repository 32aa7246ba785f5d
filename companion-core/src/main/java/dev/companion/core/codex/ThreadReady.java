package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.RpcFailure;

/** A thread that Codex started, resumed or forked, and the settings that really hold on it. */
public record ThreadReady(String threadId, EffectiveSettings settings) {
    static ThreadReady of(String method, JsonObject result) {
        String id = result.object("thread").string("id").orElseThrow(() -> RpcFailure.unusable(method, "a thread"));
        return new ThreadReady(id, EffectiveSettings.of(result, "sandbox"));
    }
}
