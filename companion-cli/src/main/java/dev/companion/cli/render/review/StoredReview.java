package dev.companion.cli.render.review;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.JobEvidence;
import dev.companion.cli.render.NotRun;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.review.finding.Comparison;
import dev.companion.core.review.finding.FailOn;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.ReviewOutcomeCodec;
import dev.companion.core.review.finding.ReviewReading;
import dev.companion.core.review.target.ReviewTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The review of a job, from the files in its directory. What cannot be read is no review, and never an approval. */
public final class StoredReview {
    private final App app;

    /** Reads below the program's state directory. */
    public StoredReview(App app) {
        this.app = app;
    }

    /** That there was nothing to review, and no job. */
    public static ReviewReport nothing(JobKind kind, ReviewTarget target, String root) {
        ReviewReport.Target about = new ReviewReport.Target(target.mode(), target.label(), target.reference());
        String why = target.label();
        return new ReviewReport(
                new ReviewReport.Subject(kind, about, root, Optional.empty(), "Nothing to review: " + why, List.of()),
                new ReviewReport.Run(
                        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), ReviewReport.Proof.NONE),
                new ReviewOutcome.Nothing(why),
                Optional.empty());
    }

    /** What is shown of a review that has ended, compared with an earlier one if that was asked for. */
    public ReviewReport report(Job job) {
        JsonObject review = read(directory(job.id()).request()).object("review");
        ReviewOutcome outcome = outcome(job);
        Optional<JobId> baseline =
                review.string("baseline").filter(JobId::isWellFormed).map(JobId::new);
        return new ReviewReport(
                subject(job, review.object("target")),
                new ReviewReport.Run(
                        Optional.of(job.id().value()),
                        job.threadId(),
                        job.result().reasoningSummary(),
                        job.state() == JobState.COMPLETED ? Optional.empty() : Optional.of(EndingText.what(job)),
                        new ReviewReport.Proof(new JobEvidence(app).receipt(job), NotRun.words(job))),
                outcome,
                baseline.map(id -> new ReviewReport.Baseline(id.value(), compared(outcome, id))));
    }

    /** What a command exits with that shows the review. */
    public static ExitCode exitCode(Job job, ReviewReport report, Optional<FailOn> failOn) {
        ExitCode ending = job.ending().map(Ending::exitCode).orElse(ExitCode.OK);
        return job.state() == JobState.COMPLETED ? FailOn.exitCode(report.outcome(), failOn) : ending;
    }

    private ReviewReport.Subject subject(Job job, JsonObject target) {
        JsonObject context = read(directory(job.id()).reviewContext());
        String label = target.string("label").orElse(job.title());
        ReviewReport.Target about =
                new ReviewReport.Target(target.string("mode").orElse("working-tree"), label, target.string("baseRef"));
        return new ReviewReport.Subject(
                job.kind(),
                about,
                job.workspace().root(),
                context.string("branch"),
                context.string("summary").orElse(label),
                context.strings("notLookedAt"));
    }

    private Optional<Comparison> compared(ReviewOutcome now, JobId baseline) {
        return app.store()
                .find(baseline)
                .filter(job -> !job.isActive())
                .flatMap(job -> Comparison.of(now, outcome(job)));
    }

    private ReviewOutcome outcome(Job job) {
        Path file = directory(job.id()).review();
        Optional<ReviewOutcome> kept =
                Files.isRegularFile(file) ? Optional.of(ReviewOutcomeCodec.read(read(file))) : Optional.empty();
        return ReviewReading.ofEnded(job.state(), kept);
    }

    private JobDirectory directory(JobId id) {
        return new JobDirectory(app.root().jobDirectory(id));
    }

    private static JsonObject read(Path file) {
        try {
            return Files.isRegularFile(file) ? Json.readObject(PrivateFiles.read(file)) : JsonObject.EMPTY;
        } catch (IOException | UncheckedIOException e) {
            return JsonObject.EMPTY;
        }
    }
}
