package dev.companion.cli.render.review;

import static java.util.Objects.requireNonNull;

import dev.companion.core.job.JobKind;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.review.finding.Comparison;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.ReviewOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that is printed of a review that is over.
 *
 * @param baseline empty without {@code --compare}
 */
public record ReviewReport(Subject subject, Run run, ReviewOutcome outcome, Optional<Baseline> baseline) {
    /** Requires all, and that a job which did not complete has no review. */
    public ReviewReport {
        requireNonNull(subject, "subject");
        requireNonNull(run, "run");
        requireNonNull(outcome, "outcome");
        requireNonNull(baseline, "baseline");
        if (run.error().isPresent() && outcome.isReview()) {
            throw new IllegalArgumentException(
                    "a review of a job that did not complete: " + run.error().get());
        }
    }

    /**
     * What was reviewed.
     *
     * @param repoRoot absolute
     * @param branch empty on a detached HEAD
     * @param summary of what Codex was given, one line
     * @param notLookedAt a line for each thing that was left out, and why
     */
    public record Subject(
            JobKind kind,
            Target target,
            String repoRoot,
            Optional<String> branch,
            String summary,
            List<String> notLookedAt) {
        /** Requires all, copies. */
        public Subject {
            requireNonNull(kind, "kind");
            requireNonNull(target, "target");
            requireNonNull(repoRoot, "repoRoot");
            requireNonNull(branch, "branch");
            requireNonNull(summary, "summary");
            notLookedAt = List.copyOf(notLookedAt);
        }
    }

    /**
     * Which change.
     *
     * @param mode {@code working-tree}, {@code branch} or {@code commit}
     * @param label for people, one line
     * @param base what a branch is compared with, or the commit
     */
    public record Target(String mode, String label, Optional<String> base) {}

    /**
     * The job that did it.
     *
     * @param jobId empty if there was nothing to review: there is no job then
     * @param reasoning Codex's summaries of its reasoning
     * @param error one line of why the job did not complete; empty if it did
     * @param proof empty if there was no job
     */
    public record Run(
            Optional<String> jobId,
            Optional<String> threadId,
            List<String> reasoning,
            Optional<String> error,
            Proof proof) {
        /** Requires all, copies. */
        public Run {
            requireNonNull(jobId, "jobId");
            requireNonNull(threadId, "threadId");
            reasoning = List.copyOf(reasoning);
            requireNonNull(error, "error");
            requireNonNull(proof, "proof");
        }
    }

    /**
     * Whether it was Codex who said this.
     *
     * @param receipt of the job
     * @param notRun the words that say that Codex did not run
     */
    public record Proof(Optional<Receipt> receipt, Optional<String> notRun) {
        /** Of no job. */
        public static final Proof NONE = new Proof(Optional.empty(), Optional.empty());
    }

    /**
     * The earlier review.
     *
     * @param comparison empty if the two cannot be compared, because one of them has no findings that were read to the end
     */
    public record Baseline(String jobId, Optional<Comparison> comparison) {}

    /** The findings, the worst first, in the reviewer's order among equals. */
    List<Finding> findings() {
        return outcome.findings().stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    /** The comparison, where there is one. */
    Optional<Comparison> comparison() {
        return baseline.flatMap(Baseline::comparison);
    }

    /** Whether the finding is new; empty if nothing was compared. */
    Optional<Boolean> isNew(Finding finding) {
        return comparison().map(comparison -> comparison.isNew(finding));
    }

    /** What the review is called. */
    String name() {
        return subject.kind() == JobKind.ADVERSARIAL_REVIEW ? "Adversarial Review" : "Review";
    }
}
