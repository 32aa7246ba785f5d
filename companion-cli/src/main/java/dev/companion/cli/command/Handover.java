package dev.companion.cli.command;

import dev.companion.cli.App;
import dev.companion.cli.render.Format;
import dev.companion.cli.render.TaskOutput;
import dev.companion.cli.render.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.Submission;

/** What a command does with a job once it is submitted: names it and returns, or stays with it to its end. */
final class Handover {
    private final App app;
    private final Terminal terminal;
    private final TaskOutput output;

    Handover(App app, Terminal terminal, Format format) {
        this.app = app;
        this.terminal = terminal;
        this.output = new TaskOutput(app, terminal, format);
    }

    ExitCode show(Submission.Submitted submitted, boolean background) {
        if (background) {
            output.queued(submitted);
            return ExitCode.OK;
        }
        Job job = submitted.job();
        output.announce(job);
        return new Attachment(app, terminal)
                .follow(job, output::event)
                .map(output::finished)
                .orElseThrow(() -> new Failure(
                                FailureCode.INTERRUPTED,
                                "left job " + job.id() + ", which goes on",
                                "return to it: companion logs -f " + job.id())
                        .about(job.id().value()));
    }
}
