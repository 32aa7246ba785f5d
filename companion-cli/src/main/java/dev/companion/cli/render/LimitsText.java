package dev.companion.cli.render;

import dev.companion.core.codex.RateLimits;
import dev.companion.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Usage limits in one line, for people. */
public final class LimitsText {
    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    private LimitsText() {}

    /** As a job heard them last; empty words if what was kept cannot be read. */
    public static String inWords(JsonObject stored) {
        try {
            Instant observed = Instant.parse(stored.string("observedAt").orElse(""));
            return inWords(RateLimits.ofFields(stored), observed);
        } catch (DateTimeException damaged) {
            return "";
        }
    }

    /** All windows; times of another day than {@code seenFrom} bear their date. */
    public static String inWords(RateLimits limits, Instant seenFrom) {
        List<String> windows = new ArrayList<>();
        for (Optional<RateLimits.Window> window : List.of(limits.primary(), limits.secondary())) {
            window.ifPresent(known -> windows.add(inWords(known, seenFrom)));
        }
        return String.join("; ", windows);
    }

    private static String inWords(RateLimits.Window window, Instant seenFrom) {
        return window.usedPercent() + " %"
                + window.durationMinutes()
                        .map(minutes -> " of " + span(minutes))
                        .orElse("")
                + " used"
                + window.resetsAt()
                        .map(at -> ", anew at " + LocalTimes.of(at, seenFrom))
                        .orElse("");
    }

    private static String span(long minutes) {
        if (minutes % DAY == 0) {
            return minutes / DAY + " d";
        }
        return minutes % HOUR == 0 ? minutes / HOUR + " h" : minutes + " min";
    }
}
