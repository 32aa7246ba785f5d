package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a worker's run ended: what the record will say.
 *
 * @param turnStatus what Codex said of the turn: completed, failed, interrupted; empty if it said nothing
 */
public record Outcome(JobState state, Ending ending, WorkResult result, Optional<String> turnStatus) {
    /** Requires all, and a terminal state. */
    public Outcome {
        requireNonNull(state, "state");
        requireNonNull(ending, "ending");
        requireNonNull(result, "result");
        requireNonNull(turnStatus, "turnStatus");
        if (!state.isTerminal()) {
            throw new IllegalArgumentException("not terminal: " + state);
        }
        if (state == JobState.COMPLETED && !turnStatus.equals(Optional.of("completed"))) {
            throw new IllegalArgumentException("completed needs a completed turn, not " + turnStatus);
        }
    }

    /** It failed before Codex had a turn. */
    public static Outcome failed(Reason reason, String message) {
        return new Outcome(JobState.FAILED, Ending.because(reason, message), WorkResult.NONE, Optional.empty());
    }

    /** It was cancelled before Codex had a turn. */
    public static Outcome cancelled() {
        return new Outcome(JobState.CANCELLED, Ending.CANCELLED, WorkResult.NONE, Optional.empty());
    }
}
