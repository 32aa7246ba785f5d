package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.review.ReviewOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobRequestCodec;
import dev.companion.core.job.Submission;
import dev.companion.core.job.ThreadTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code retry}: the same request again as a new job. */
final class RetryCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("JOB", "its id or a prefix"));
        spec.addOption(
                Options.flag("on a new thread, as a review always is; default: on the thread of the job", "--fresh"));
        spec.addOption(Options.flag("not before the usage limit of the job is over", "--when-allowed"));
        spec.addOption(Options.flag("print the new job's id and return; the job goes on", "--background"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        invocation.format(Format.values());
        App app = invocation.app();
        Job job = app.references().resolve(invocation.requireWord("JOB"));
        if (job.isActive()) {
            throw new Failure(
                            FailureCode.JOB_ACTIVE,
                            "job " + job.id() + " has not ended",
                            "companion wait " + job.id() + " · companion cancel " + job.id())
                    .about(job.id().value());
        }
        Optional<Instant> start = invocation.flag("--when-allowed") ? Optional.of(allowedAt(job)) : Optional.empty();
        JobRequest request = read(app, job);
        boolean isReview = request.review().isPresent();
        boolean background = invocation.flag("--background");
        Format format = isReview && !background
                ? invocation.format(ReviewOutput.formats())
                : invocation.format(Format.TEXT, Format.JSON, Format.JSONL, Format.ID, Format.MARKDOWN);
        requireDirectory(request.cwd(), job);
        ThreadTarget thread = thread(app, job, isReview || invocation.flag("--fresh"));
        app.expectToWrite();
        String codex = request.remote().isPresent() ? "" : app.codex().binary().toString();
        JobRequest again = request.on(thread).again(app.sessionId(), codex);
        Submission.Submitted submitted =
                app.submission().submit(start.map(again::notBefore).orElse(again));
        invocation.handedOver();
        Handover handover = isReview
                ? Handover.ofReview(app, invocation.terminal(), format, Optional.empty())
                : Handover.ofTask(app, invocation.terminal(), format);
        return handover.show(submitted, background);
    }

    /** Codex tells whole minutes, cut: a minute later the limit is over in any case. */
    private static Instant allowedAt(Job job) {
        return job.ending()
                .flatMap(Ending::retryAt)
                .map(at -> at.plus(Duration.ofMinutes(1)))
                .orElseThrow(() -> new Failure(
                                FailureCode.RETRY_TIME_UNKNOWN,
                                "it is not known when job " + job.id() + " may be tried again",
                                "try it now: companion retry " + job.id())
                        .about(job.id().value()));
    }

    private static JobRequest read(App app, Job job) {
        Path file = app.recovery().directory(job).request();
        try {
            return JobRequestCodec.decode(Files.readAllBytes(file));
        } catch (IOException | UncheckedIOException | NoSuchElementException | IllegalArgumentException e) {
            throw new Failure(
                            FailureCode.NO_SUCH_JOB,
                            "the request of job " + job.id() + " cannot be read: " + file,
                            "ask anew: companion task \"what to do\"",
                            e)
                    .about(job.id().value());
        }
    }

    private static void requireDirectory(String cwd, Job job) {
        if (!Files.isDirectory(Path.of(cwd))) {
            throw new Failure(
                            FailureCode.DIRECTORY_MISSING,
                            "the directory of job " + job.id() + " does not exist any more: " + cwd,
                            "ask anew in another one: companion task -C DIR \"what to do\"")
                    .about(job.id().value());
        }
    }

    private static ThreadTarget thread(App app, Job job, boolean fresh) {
        Optional<String> thread = job.threadId().filter(id -> !fresh);
        if (thread.isEmpty()) {
            return new ThreadTarget.Fresh();
        }
        app.resumeChoice().requireIdle(thread.get());
        return new ThreadTarget.Resume(thread.get());
    }
}
