package dev.companion.core.offline;

import dev.companion.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The response headers from which Codex reads how much of the limits is used. */
final class RateLimitHeaders {
    private static final Map<String, String> SUFFIXES = Map.of(
            "usedPercent", "used-percent",
            "windowMinutes", "window-minutes",
            "resetsAt", "reset-at");

    private RateLimitHeaders() {}

    /** From {@code {"primary":{"usedPercent":43,"windowMinutes":300,"resetsAt":…},"secondary":{…}}}. */
    static Map<String, String> of(JsonObject rateLimits) {
        Map<String, String> headers = new HashMap<>();
        for (String window : List.of("primary", "secondary")) {
            JsonObject values = rateLimits.object(window);
            SUFFIXES.forEach((field, suffix) -> {
                Object value = values.value(field);
                if (value != null) {
                    headers.put("x-codex-" + window + "-" + suffix, value.toString());
                }
            });
        }
        return headers;
    }
}
