package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.ChangesText;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.JobEvidence;
import dev.companion.cli.render.Listing;
import dev.companion.cli.render.NotRun;
import dev.companion.cli.render.OutputText;
import dev.companion.cli.render.ResultJson;
import dev.companion.cli.render.TaskMarkdown;
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
import dev.companion.core.receipt.Receipt;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code result}: what Codex said at the end of a job, byte for byte; of a review what was read out of it. */
final class ResultCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("JOB", "its id or a prefix; default: the job that ended last here"));
        spec.addOption(Options.flag("print the receipt of the job instead", "--receipt"));
        spec.addOption(Options.flag("exit with the outcome of the job", "--exit-status"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(ReviewOutput.formats());
        App app = invocation.app();
        Job job = invocation.word().map(app.references()::resolve).orElseGet(() -> latest(app));
        if (job.isActive()) {
            throw pending(job);
        }
        boolean isReview = job.kind() != JobKind.TASK;
        if (!isReview) {
            invocation.format(Format.TEXT, Format.JSON, Format.MARKDOWN);
        }
        if (invocation.flag("--receipt")) {
            return receipt(invocation, format, job);
        }
        Optional<ReviewReport> review = isReview ? Optional.of(new StoredReview(app).report(job)) : Optional.empty();
        OutputText outputs = new OutputText(app);
        if (format == Format.JSON) {
            new ResultJson(app, invocation.terminal()).print(job, review);
        } else if (review.isPresent()) {
            new ReviewOutput(invocation.terminal(), format).print(review.get());
        } else if (format == Format.MARKDOWN) {
            new TaskMarkdown(app, invocation.terminal()).print(job);
        } else if (outputs.isThere(job)) {
            outputs.printExactly(invocation.terminal(), job);
        }
        boolean isAnswered = !job.ranWithoutCodex() && (isReview || outputs.isThere(job));
        if (job.state() != JobState.COMPLETED || !isAnswered) {
            invocation.terminal().flushOrStop();
            invocation.terminal().say(NotRun.words(job).orElseGet(() -> EndingText.what(job)));
            invocation.terminal().hint("next: " + EndingText.next(job));
        }
        if (format == Format.TEXT && !isReview) {
            ChangesText.of(app, job).forEach(invocation.terminal()::hint);
        }
        if (invocation.flag("--exit-status")) {
            return Outcomes.of(job);
        }
        return isAnswered ? ExitCode.OK : FailureCode.JOB_ENDED_WITHOUT_OUTPUT.exitCode();
    }

    private static ExitCode receipt(Invocation invocation, Format format, Job job) {
        if (format != Format.TEXT) {
            throw Invocation.contradiction(
                    "--receipt prints one line of text", "leave --output out; --json has the receipt in it");
        }
        Receipt receipt = new JobEvidence(invocation.app())
                .receipt(job)
                .orElseThrow(() -> new Failure(
                                FailureCode.NO_RECEIPT,
                                "job " + job.id() + " has no receipt; it ended under an earlier version",
                                "see what there is of it: companion result " + job.id())
                        .about(job.id().value()));
        invocation.terminal().print(receipt.text());
        return invocation.flag("--exit-status") ? Outcomes.of(job) : ExitCode.OK;
    }

    static Failure pending(Job job) {
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
