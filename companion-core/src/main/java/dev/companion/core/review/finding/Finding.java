package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that a reviewer found. All texts are words of a model: they may hold anything.
 *
 * @param severity as the reviewer gave it, or what its priority stands for; medium if it gave neither
 * @param priority of Codex's own reviewer, 0 (worst) to 3
 * @param body several paragraphs of Markdown, may be empty
 * @param confidence from 0 to 1
 * @param recommendation what to do about it, may be empty
 */
public record Finding(
        Severity severity,
        Optional<Integer> priority,
        String title,
        String body,
        Optional<Location> location,
        Optional<Double> confidence,
        String recommendation) {
    /** Requires all. */
    public Finding {
        requireNonNull(severity, "severity");
        requireNonNull(priority, "priority");
        requireNonNull(title, "title");
        requireNonNull(body, "body");
        requireNonNull(location, "location");
        requireNonNull(confidence, "confidence");
        requireNonNull(recommendation, "recommendation");
    }

    /** The file; empty if the reviewer named none. */
    public Optional<String> file() {
        return location.map(Location::file);
    }

    /** Without its words: they may quote what was reviewed. */
    @Override
    public String toString() {
        return "Finding[" + severity.wireName() + "]";
    }
}
