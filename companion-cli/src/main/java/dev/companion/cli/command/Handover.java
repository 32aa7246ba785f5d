package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.TaskOutput;
import dev.companion.cli.render.review.ReviewOutput;
import dev.companion.cli.render.review.ReviewReport;
import dev.companion.cli.render.review.StoredReview;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.Submission;
import dev.companion.core.review.finding.FailOn;
import java.util.Optional;
import java.util.function.Function;

/** What a command does with a job once it is submitted: names it and returns, or stays with it to its end. */
final class Handover {
    private final App app;
    private final Terminal terminal;
    private final TaskOutput output;
    private final Function<Job, ExitCode> finish;

    private Handover(App app, Terminal terminal, TaskOutput output, Function<Job, ExitCode> finish) {
        this.app = app;
        this.terminal = terminal;
        this.output = output;
        this.finish = finish;
    }

    static Handover ofTask(App app, Terminal terminal, Format format) {
        TaskOutput output = new TaskOutput(app, terminal, format);
        return new Handover(app, terminal, output, output::finished);
    }

    static Handover ofReview(App app, Terminal terminal, Format format, Optional<FailOn> failOn) {
        TaskOutput output = new TaskOutput(app, terminal, format);
        return new Handover(app, terminal, output, job -> {
            ReviewReport report = new StoredReview(app).report(job);
            new ReviewOutput(terminal, format).print(report);
            output.sayHow(job);
            return StoredReview.exitCode(job, report, failOn);
        });
    }

    ExitCode show(Submission.Submitted submitted, boolean background) {
        if (background) {
            output.queued(submitted);
            return ExitCode.OK;
        }
        Job job = submitted.job();
        output.announce(job);
        Attachment attachment = new Attachment(app, terminal);
        return attachment.follow(job, output::event).map(finish).orElseThrow(() -> left(job, attachment));
    }

    private static Failure left(Job job, Attachment attachment) {
        String goes = attachment.isCancelling() ? "which is being cancelled" : "which goes on";
        return new Failure(
                        FailureCode.INTERRUPTED,
                        "left job " + job.id() + ", " + goes,
                        "return to it: companion logs -f " + job.id())
                .about(job.id().value());
    }
}
