package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** What came out of a review. Only {@link Judged} has a verdict, and only {@link ReviewReading} makes one of an answer. */
public sealed interface ReviewOutcome {
    /**
     * The adversarial reviewer's valid answer.
     *
     * @param raw the message that it was read from, verbatim
     */
    record Judged(ReviewDocument document, String raw) implements ReviewOutcome {
        /** Requires both. */
        public Judged {
            requireNonNull(document, "document");
            requireNonNull(raw, "raw");
        }

        @Override
        public String toString() {
            return document.toString();
        }
    }

    /**
     * What Codex's own reviewer wrote, and what could be read out of it. No verdict.
     *
     * @param raw its text, verbatim
     */
    record Listed(BuiltInReview review, String raw) implements ReviewOutcome {
        /** Requires both. */
        public Listed {
            requireNonNull(review, "review");
            requireNonNull(raw, "raw");
        }

        @Override
        public String toString() {
            return review.toString();
        }
    }

    /**
     * No review that can be used.
     *
     * @param why one line
     * @param raw what the reviewer wrote, verbatim; empty if there is nothing
     */
    record None(String why, Optional<String> raw) implements ReviewOutcome {
        /** Requires both. */
        public None {
            requireNonNull(why, "why");
            requireNonNull(raw, "raw");
        }

        @Override
        public String toString() {
            return "None[" + why + "]";
        }
    }

    /**
     * There was nothing to review, and no turn: an answer, and no judgement about anything.
     *
     * @param why one line
     */
    record Nothing(String why) implements ReviewOutcome {
        /** Requires it. */
        public Nothing {
            requireNonNull(why, "why");
        }
    }

    /** The verdict, where there is one. */
    default Optional<Verdict> verdict() {
        return this instanceof Judged judged ? Optional.of(judged.document().verdict()) : Optional.empty();
    }

    /** The findings that could be read. */
    default List<Finding> findings() {
        if (this instanceof Judged judged) {
            return judged.document().findings();
        }
        return this instanceof Listed listed ? listed.review().findings() : List.of();
    }

    /** The summary, or what stands before the findings; empty if there is no review. */
    default Optional<String> summary() {
        if (this instanceof Judged judged) {
            return Optional.of(judged.document().summary());
        }
        return this instanceof Listed listed ? Optional.of(listed.review().explanation()) : Optional.empty();
    }

    /** What the reviewer wants done. */
    default List<String> nextSteps() {
        return this instanceof Judged judged ? judged.document().nextSteps() : List.of();
    }

    /** What the reviewer wrote, verbatim. */
    default Optional<String> rawText() {
        if (this instanceof Judged judged) {
            return Optional.of(judged.raw());
        }
        if (this instanceof Listed listed) {
            return Optional.of(listed.raw());
        }
        return this instanceof None none ? none.raw() : Optional.empty();
    }

    /** Why there is no review, or why there may be more findings than were read. */
    default Optional<String> fault() {
        if (this instanceof None none) {
            return Optional.of(none.why());
        }
        return this instanceof Listed listed ? listed.review().unread() : Optional.empty();
    }

    /** Whether a reviewer gave a review. */
    default boolean isReview() {
        return this instanceof Judged || this instanceof Listed;
    }
}
