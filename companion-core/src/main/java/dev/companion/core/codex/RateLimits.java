package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much of the account's usage limits is used, as Codex told it last: from {@code account/rateLimits/read} or the
 * notification {@code account/rateLimits/updated}.
 *
 * @param limitId which limit: {@code codex}, or another one
 * @param plan the plan that it belongs to
 * @param primary the shorter window
 * @param secondary the longer one
 */
public record RateLimits(
        Optional<String> limitId, Optional<String> plan, Optional<Window> primary, Optional<Window> secondary) {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * One window of usage.
     *
     * @param usedPercent 0 to 100
     * @param durationMinutes how long the window is
     * @param resetsAt when it begins anew
     */
    public record Window(long usedPercent, Optional<Long> durationMinutes, Optional<Instant> resetsAt) {
        /** Requires all. */
        public Window {
            requireNonNull(durationMinutes, "durationMinutes");
            requireNonNull(resetsAt, "resetsAt");
        }

        private boolean isUsedUp() {
            return usedPercent >= 100;
        }

        private static Optional<Window> of(JsonObject window) {
            return window.number("usedPercent")
                    .map(used -> new Window(
                            used,
                            window.number("windowDurationMins"),
                            window.number("resetsAt").map(Instant::ofEpochSecond)));
        }

        private static Optional<Window> ofFields(JsonObject window) {
            return window.number("usedPercent")
                    .map(used -> new Window(
                            used,
                            window.number("windowMinutes"),
                            window.string("resetsAt").map(Instant::parse)));
        }

        private Map<String, @Nullable Object> fields() {
            return Json.fields(
                    "usedPercent",
                    usedPercent,
                    "windowMinutes",
                    durationMinutes.orElse(null),
                    "resetsAt",
                    resetsAt.map(UTC::format).orElse(null));
        }
    }

    /** Requires all. */
    public RateLimits {
        requireNonNull(limitId, "limitId");
        requireNonNull(plan, "plan");
        requireNonNull(primary, "primary");
        requireNonNull(secondary, "secondary");
    }

    /** From Codex's {@code RateLimitSnapshot}. */
    public static RateLimits of(JsonObject snapshot) {
        return new RateLimits(
                snapshot.string("limitId"),
                snapshot.string("planType"),
                Window.of(snapshot.object("primary")),
                Window.of(snapshot.object("secondary")));
    }

    /** From {@link #fields}. */
    public static RateLimits ofFields(JsonObject fields) {
        return new RateLimits(
                fields.string("limitId"),
                fields.string("plan"),
                Window.ofFields(fields.object("primary")),
                Window.ofFields(fields.object("secondary")));
    }

    /** Whether it tells of any window. */
    public boolean isKnown() {
        return primary.isPresent() || secondary.isPresent();
    }

    /** Whether nothing is left of one of the windows. */
    public boolean isReached() {
        return primary.filter(Window::isUsedUp).isPresent()
                || secondary.filter(Window::isUsedUp).isPresent();
    }

    /** For JSON: {@code limitId, plan, primary, secondary}; every key is there. */
    public Map<String, @Nullable Object> fields() {
        return Json.fields(
                "limitId",
                limitId.orElse(null),
                "plan",
                plan.orElse(null),
                "primary",
                primary.map(Window::fields).orElse(null),
                "secondary",
                secondary.map(Window::fields).orElse(null));
    }
}
