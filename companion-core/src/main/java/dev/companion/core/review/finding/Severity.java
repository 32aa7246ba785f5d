package dev.companion.core.review.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad a finding is, the worst first. */
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    private static final Severity[] BY_PRIORITY = values();

    /** The severity of a priority of Codex's own reviewer, P0 to P3; empty for any other number. */
    public static Optional<Severity> ofPriority(long priority) {
        return priority >= 0 && priority < BY_PRIORITY.length
                ? Optional.of(BY_PRIORITY[(int) priority])
                : Optional.empty();
    }

    /** The name in JSON and options. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of that name. */
    public static Optional<Severity> find(String wireName) {
        return Arrays.stream(values())
                .filter(severity -> severity.wireName().equals(wireName))
                .findFirst();
    }

    /** Whether it is at least as bad as the other. */
    public boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
