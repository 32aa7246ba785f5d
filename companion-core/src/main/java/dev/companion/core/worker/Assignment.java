package dev.companion.core.worker;

import static java.util.Objects.requireNonNull;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import dev.companion.core.json.Json;
import dev.companion.core.review.finding.ReviewSchema;
import dev.companion.core.review.target.CodexTarget;
import dev.companion.core.settings.Environment;
import java.util.Map;
import java.util.Optional;

/**
 * What Codex is sent for a job: of a task what the user said, of an adversarial review a prompt that is made when it is first
 * asked for, because the change is read for it. Used by the worker's main thread.
 */
final class Assignment {
    private final JobRequest request;
    private final Optional<ReviewWork> review;
    private Optional<String> prompt = Optional.empty();

    private Assignment(JobRequest request, Optional<ReviewWork> review) {
        this.request = requireNonNull(request, "request");
        this.review = requireNonNull(review, "review");
    }

    static Assignment of(JobRequest request, JobDirectory directory, Environment environment) {
        Optional<ReviewWork> review =
                request.review().map(wanted -> new ReviewWork(request, wanted, directory, environment));
        return new Assignment(request, review);
    }

    /** What was asked for. */
    JobRequest request() {
        return request;
    }

    /** The review that it is, if it is one. */
    Optional<ReviewWork> review() {
        return review;
    }

    /** What Codex's own reviewer is to look at, in Codex's own form; empty if the job is not for that one. */
    Optional<Map<String, String>> builtInTarget() {
        return review.filter(work -> request.kind() == JobKind.REVIEW).map(work -> CodexTarget.of(work.target()));
    }

    /**
     * The prompt; of a review by Codex's own reviewer the instructions, if there are any.
     *
     * @throws dev.companion.core.failure.Failure if the change cannot be read
     */
    String prompt() {
        if (prompt.isEmpty()) {
            prompt = Optional.of(review.isPresent() ? review.get().prompt() : request.prompt());
        }
        return prompt.get();
    }

    /** A JSON Schema document for the final message. */
    Optional<String> outputSchema() {
        return request.kind() == JobKind.ADVERSARIAL_REVIEW
                ? Optional.of(Json.text(ReviewSchema.forModel().fields()))
                : request.outputSchema();
    }

    /** Without the prompt. */
    @Override
    public String toString() {
        return "Assignment[" + request.kind() + "]";
    }
}
