package dev.companion.core.offline;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fault in a step. */
final class FaultReader {
    static final Set<String> WORDS = Set.of(
            "status", "body", "usageLimit", "overloaded", "dropStream", "silent", "failed", "message", "incomplete");

    private FaultReader() {}

    static Optional<Fault> read(JsonObject part) {
        if (part.number("status").isPresent()) {
            return part.number("status").map(code -> status(Math.toIntExact(code), part));
        }
        if (part.value("usageLimit") instanceof Map<?, ?> usageLimit) {
            return Optional.of(usageLimit(JsonObject.of(usageLimit)));
        }
        if (part.flag("overloaded")) {
            return Optional.of(
                    error(503, Map.of("code", "server_is_overloaded", "message", "The server is overloaded.")));
        }
        if (part.string("dropStream").isPresent()) {
            return part.string("dropStream").map(FaultReader::moment).map(Fault.Drop::new);
        }
        if (part.string("silent").isPresent()) {
            return part.string("silent").map(FaultReader::moment).map(Fault.Silence::new);
        }
        if (part.string("failed").isPresent()) {
            return part.string("failed").map(code -> failed(code, part));
        }
        return part.string("incomplete").map(FaultReader::incomplete);
    }

    private static Fault status(int code, JsonObject part) {
        Object body = part.value("body");
        if (body == null) {
            body = Map.of("error", Map.of("message", "The script asks for status " + code + "."));
        }
        return new Fault.Status(code, body instanceof String text ? text : Json.text(body));
    }

    private static Fault usageLimit(JsonObject limit) {
        Duration resetsIn = Duration.ofSeconds(limit.number("resetsInSeconds").orElse(3_600L));
        long resetsAt = limit.number("resetsAt")
                .orElseGet(() -> Instant.now().plus(resetsIn).getEpochSecond());
        return error(
                429,
                Map.of(
                        "type",
                        "usage_limit_reached",
                        "message",
                        "The usage limit has been reached",
                        "plan_type",
                        limit.string("planType").orElse("plus"),
                        "resets_at",
                        resetsAt));
    }

    private static Fault error(int status, Map<String, Object> error) {
        return new Fault.Status(status, Json.text(Map.of("error", error)));
    }

    private static Fault.Moment moment(String word) {
        return switch (word) {
            case "before-headers", "no-headers" -> Fault.Moment.BEFORE_HEADERS;
            case "after-headers" -> Fault.Moment.AFTER_HEADERS;
            case "mid" -> Fault.Moment.MID;
            default -> throw new IllegalArgumentException("unknown moment in a step: " + word);
        };
    }

    private static Fault failed(String code, JsonObject part) {
        Map<String, String> error =
                Map.of("code", code, "message", part.string("message").orElse("The script asks for " + code + "."));
        return new Fault.Ending(
                Json.text(Map.of("type", "response.failed", "response", Map.of("id", "resp_failed", "error", error))));
    }

    private static Fault incomplete(String reason) {
        Map<String, Object> response = Map.of("id", "resp_incomplete", "incomplete_details", Map.of("reason", reason));
        return new Fault.Ending(Json.text(Map.of("type", "response.incomplete", "response", response)));
    }
}
