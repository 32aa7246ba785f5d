package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A turn of a review that is over.
 *
 * @param status what Codex said of it: {@code completed}, {@code failed}, {@code interrupted}; empty if it said nothing,
 *     because the connection broke or the worker stopped it
 * @param finalMessage the last whole message of the turn; not an earlier one, not a part of one
 */
public record FinishedTurn(Optional<String> status, Optional<String> finalMessage) {
    /** Requires both. */
    public FinishedTurn {
        requireNonNull(status, "status");
        requireNonNull(finalMessage, "finalMessage");
    }

    /** A turn that Codex calls completed. */
    public static FinishedTurn completed(String finalMessage) {
        return new FinishedTurn(Optional.of("completed"), Optional.of(finalMessage));
    }

    /** Why nothing may be read out of it; empty if something may. */
    Optional<String> obstacle() {
        if (!status.equals(Optional.of("completed"))) {
            return Optional.of(
                    status.map(said -> "the review's turn ended as " + said).orElse("the review's turn did not end"));
        }
        return finalMessage.filter(text -> !text.isBlank()).isEmpty()
                ? Optional.of("the reviewer said nothing")
                : Optional.empty();
    }

    /** Without the message. */
    @Override
    public String toString() {
        return "FinishedTurn[" + status.orElse("no status") + "]";
    }
}
