package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;

/** A thread that Codex started, resumed or forked, and the settings that really hold on it. */
public record ThreadReady(String threadId, EffectiveSettings settings) {
    static ThreadReady of(JsonObject result) {
        return new ThreadReady(
                result.object("thread").string("id").orElse(""), EffectiveSettings.of(result, "sandbox"));
    }
}
