package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * An error as Codex tells it.
 *
 * @param message one line for people
 * @param errorClass Codex's class: the name of its {@code codexErrorInfo}
 * @param httpStatus the status of the model provider, where there was one
 */
public record TurnError(String message, String errorClass, Optional<Integer> httpStatus) {
    static TurnError of(JsonObject error) {
        String message = error.string("message").orElse("no message");
        Object info = error.value("codexErrorInfo");
        if (info instanceof String name) {
            return new TurnError(message, name, Optional.empty());
        }
        if (info instanceof Map<?, ?> variants && !variants.isEmpty()) {
            String name = String.valueOf(variants.keySet().iterator().next());
            Optional<Long> status = JsonObject.of(variants).object(name).number("httpStatusCode");
            return new TurnError(message, name, status.map(Long::intValue));
        }
        return new TurnError(message, "other", Optional.empty());
    }
}
