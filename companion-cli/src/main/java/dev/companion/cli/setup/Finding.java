package dev.companion.cli.setup;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing that {@code setup} looked at.
 *
 * @param id stable, for programs
 * @param message one line
 * @param remedy what to do about it, usually a command to type; empty if there is nothing to do
 */
record Finding(String id, Level level, String message, Optional<String> remedy) {
    /** What it means for the user. */
    enum Level {
        /** As it should be. */
        OK,
        /** Jobs run, but something is missing or slower. */
        WARNING,
        /** No job can do its work. */
        PROBLEM;

        /** The name in JSON. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Finding {
        requireNonNull(id, "id");
        requireNonNull(level, "level");
        requireNonNull(message, "message");
        requireNonNull(remedy, "remedy");
    }

    static Finding ok(String id, String message) {
        return new Finding(id, Level.OK, message, Optional.empty());
    }

    static Finding warning(String id, String message, String remedy) {
        return new Finding(id, Level.WARNING, message, Optional.of(remedy));
    }

    static Finding problem(String id, String message, String remedy) {
        return new Finding(id, Level.PROBLEM, message, Optional.of(remedy));
    }
}
