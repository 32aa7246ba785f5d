package dev.companion.core.review.finding;

import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the end of a review. The one place where a verdict comes from: a completed turn, its final message, valid against
 * the schema. Everything else is {@link ReviewOutcome.None}.
 */
public final class ReviewReading {
    /** What Codex says in a completed review turn whose reviewer gave nothing. */
    private static final Set<String> NO_REVIEW = Set.of(
            "Reviewer failed to output a response.",
            "Review was interrupted. Please re-run /review and wait for it to complete.");

    private final String root;

    /**
     * Reads reviews of a repository.
     *
     * @param root its top, absolute: files below it are named relative to it
     */
    public ReviewReading(String root) {
        this.root = root;
    }

    /**
     * What the turn says. For {@link JobKind#REVIEW} the final message is the text of {@code exitedReviewMode}.
     *
     * @throws IllegalArgumentException for a job that is no review
     */
    public ReviewOutcome of(JobKind kind, FinishedTurn turn) {
        Optional<String> obstacle = turn.obstacle();
        if (obstacle.isPresent()) {
            return new ReviewOutcome.None(obstacle.get(), turn.finalMessage());
        }
        String message = turn.finalMessage().orElseThrow();
        return switch (kind) {
            case REVIEW -> builtIn(message);
            case ADVERSARIAL_REVIEW -> adversarial(message);
            case TASK -> throw new IllegalArgumentException("a task is no review");
        };
    }

    private ReviewOutcome builtIn(String text) {
        if (NO_REVIEW.contains(text.strip())) {
            return new ReviewOutcome.None("Codex's reviewer gave no review", Optional.of(text));
        }
        return new ReviewOutcome.Listed(new BuiltInText(root).read(text), text);
    }

    private ReviewOutcome adversarial(String message) {
        AnswerReader.Answer answer = new AnswerReader(root).read(message);
        if (answer instanceof AnswerReader.Valid valid) {
            return new ReviewOutcome.Judged(valid.document(), message);
        }
        String why = ((AnswerReader.Invalid) answer).why();
        return new ReviewOutcome.None(why, Optional.of(message));
    }

    /**
     * What may be shown of a job that has ended: nothing but {@link ReviewOutcome.None} unless the job completed, whatever
     * its worker had read before. A cancellation that won against a completed turn leaves no verdict.
     *
     * @param read what the worker read; empty if it kept nothing
     * @throws IllegalArgumentException for a job that goes on
     */
    public static ReviewOutcome ofEnded(JobState state, Optional<ReviewOutcome> read) {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException("not terminal: " + state);
        }
        Optional<String> raw = read.flatMap(ReviewOutcome::rawText);
        if (state != JobState.COMPLETED) {
            return new ReviewOutcome.None("the job is " + state.wireName(), raw);
        }
        return read.orElseGet(() -> new ReviewOutcome.None("the job kept no review", raw));
    }

    /**
     * Whether a turn that asks for the JSON makes sense after this one: the reviewer of an adversarial review came to its end
     * and said something, and it has no verdict. One that said nothing has reviewed nothing that we know of.
     */
    public static boolean wantsFollowUp(JobKind kind, FinishedTurn first, ReviewOutcome outcome) {
        return kind == JobKind.ADVERSARIAL_REVIEW
                && first.obstacle().isEmpty()
                && outcome.verdict().isEmpty();
    }

    /**
     * What is known after the follow-up turn: its verdict, else the first outcome with both reasons and the first text.
     */
    public ReviewOutcome afterFollowUp(ReviewOutcome first, FinishedTurn followUp) {
        ReviewOutcome second = of(JobKind.ADVERSARIAL_REVIEW, followUp);
        if (second instanceof ReviewOutcome.None none) {
            String why = first.fault().orElse("no valid answer") + "; asked again: " + none.why();
            return new ReviewOutcome.None(why, first.rawText().or(none::raw));
        }
        return second;
    }
}
