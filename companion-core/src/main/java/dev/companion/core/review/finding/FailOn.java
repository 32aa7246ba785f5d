package dev.companion.core.review.finding;

import dev.companion.core.failure.ExitCode;
import java.util.List;
import java.util.Optional;

/**
 * {@code --fail-on}: from which severity on findings make the command fail.
 *
 * @param from the least severity that counts; empty: any finding, or a verdict that wants attention, counts
 */
public record FailOn(Optional<Severity> from) {
    private static final String ANY = "any";

    /** The words to type. */
    public static final List<String> NAMES = List.of("critical", "high", "medium", "low", ANY);

    /** The threshold of that name. */
    public static Optional<FailOn> find(String name) {
        return name.equals(ANY)
                ? Optional.of(new FailOn(Optional.empty()))
                : Severity.find(name).map(severity -> new FailOn(Optional.of(severity)));
    }

    /** Whether the finding counts. */
    public boolean matches(Finding finding) {
        return from.map(finding.severity()::isAtLeast).orElse(true);
    }

    private boolean matches(ReviewOutcome outcome) {
        boolean wantsAttention = outcome.verdict().equals(Optional.of(Verdict.NEEDS_ATTENTION));
        return outcome.findings().stream().anyMatch(this::matches) || (from.isEmpty() && wantsAttention);
    }

    /**
     * What a command exits with after a job that completed. Without a review it is {@link ExitCode#FAILED}. With a threshold
     * a review whose findings were not all read is a failure, too: what was not read may be what was to be stopped.
     */
    public static ExitCode exitCode(ReviewOutcome outcome, Optional<FailOn> failOn) {
        if (outcome instanceof ReviewOutcome.None) {
            return ExitCode.FAILED;
        }
        if (failOn.isEmpty()) {
            return ExitCode.OK;
        }
        if (failOn.get().matches(outcome)) {
            return ExitCode.FINDINGS;
        }
        return outcome.fault().isPresent() ? ExitCode.FAILED : ExitCode.OK;
    }
}
