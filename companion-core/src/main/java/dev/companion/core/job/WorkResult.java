package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a job produced besides its output file. Lists are in order of appearance, without repeats.
 *
 * @param degraded why the turn could not do its work although it completed, one line: no command could run, for instance
 */
public record WorkResult(
        List<String> touchedFiles, List<String> reasoningSummary, Optional<Usage> usage, Optional<String> degraded) {
    /** Nothing. */
    public static final WorkResult NONE = new WorkResult(List.of(), List.of(), Optional.empty(), Optional.empty());

    /** Requires and copies. */
    public WorkResult {
        touchedFiles = List.copyOf(touchedFiles);
        reasoningSummary = List.copyOf(reasoningSummary);
        requireNonNull(usage, "usage");
        requireNonNull(degraded, "degraded");
    }
}
