package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.Optional;

/**
 * What a server says of itself, see {@code server/diagnostics}.
 *
 * @param residentBytes memory
 * @param activeTurns turns that run
 * @param liveThreads threads that are loaded
 */
public record ServerHealth(Optional<Long> residentBytes, long activeTurns, long liveThreads) {
    static ServerHealth of(JsonObject result) {
        return new ServerHealth(
                result.object("process").number("residentMemoryBytes"),
                gauge(result, "core.turns.active"),
                gauge(result, "core.threads.live"));
    }

    /** A gauge that never moved is not told. */
    private static long gauge(JsonObject result, String name) {
        return result.objects("gauges").stream()
                .filter(gauge -> gauge.string("name").equals(Optional.of(name)))
                .findFirst()
                .flatMap(gauge -> gauge.number("value"))
                .orElse(0L);
    }
}
