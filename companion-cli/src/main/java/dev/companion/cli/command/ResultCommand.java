package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.Listing;
import dev.companion.cli.render.OutputText;
import dev.companion.cli.render.ResultJson;
import dev.companion.cli.render.review.ReviewOutput;
import dev.companion.cli.render.review.ReviewReport;
import dev.companion.cli.render.review.StoredReview;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.review.finding.FailOn;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code result}: what Codex said at the end of a job, byte for byte; of a review what was read out of it. */
final class ResultCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("JOB", "its id or a prefix; default: the job that ended last here"));
        spec.addOption(Options.flag("exit with the outcome of the job", "--exit-status"));
        ReviewOptions.addFailOnTo(spec);
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(ReviewOutput.formats());
        Optional<FailOn> failOn = ReviewOptions.failOn(invocation);
        App app = invocation.app();
        Job job = invocation.word().map(app.references()::resolve).orElseGet(() -> latest(app));
        if (job.isActive()) {
            throw pending(job);
        }
        boolean isReview = job.kind() != JobKind.TASK;
        if (!isReview) {
            checkForTask(invocation, job);
        }
        Optional<ReviewReport> review = isReview ? Optional.of(new StoredReview(app).report(job)) : Optional.empty();
        OutputText outputs = new OutputText(app);
        if (format == Format.JSON) {
            new ResultJson(app, invocation.terminal()).print(job, review);
        } else if (review.isPresent()) {
            new ReviewOutput(invocation.terminal(), format).print(review.get());
        } else if (outputs.isThere(job)) {
            outputs.printExactly(invocation.terminal(), job);
        }
        boolean isAnswered = isReview || outputs.isThere(job);
        if (job.state() != JobState.COMPLETED || !isAnswered) {
            invocation.terminal().flushOrStop();
            invocation.terminal().say(EndingText.what(job));
            invocation.terminal().hint("next: " + EndingText.next(job));
        }
        if (failOn.isPresent()) {
            return StoredReview.exitCode(job, review.orElseThrow(), failOn);
        }
        if (invocation.flag("--exit-status")) {
            return Outcomes.of(job);
        }
        return isAnswered ? ExitCode.OK : FailureCode.JOB_ENDED_WITHOUT_OUTPUT.exitCode();
    }

    /** What only a review knows. */
    private static void checkForTask(Invocation invocation, Job job) {
        invocation.format(Format.TEXT, Format.JSON);
        if (invocation.text("--fail-on").isPresent()) {
            throw Invocation.contradiction(
                    "--fail-on counts findings of a review, and " + job.id() + " is a task", "leave it out");
        }
    }

    private static Failure pending(Job job) {
        return new Failure(
                        FailureCode.RESULT_PENDING,
                        "job " + job.id() + " has not ended: it is "
                                + job.state().wireName(),
                        "wait for it: companion wait " + job.id())
                .about(job.id().value());
    }

    /** The job that ended last in this workspace, and in this chat session where one is known: never somebody else's. */
    private static Job latest(App app) {
        Listing listing = new Scope(false, app.sessionId(), 1).find(app);
        Optional<Job> latest = listing.latestFinished();
        if (latest.isPresent()) {
            return latest.get();
        }
        if (!listing.running().isEmpty()) {
            throw pending(listing.running().get(0));
        }
        throw new Failure(
                FailureCode.NO_SUCH_JOB,
                app.sessionId().isPresent()
                        ? "no finished job in this workspace and session"
                        : "no finished job in this workspace",
                "list what there is: companion status --all-workspaces");
    }
}
