package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Cancellation;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.ReviewGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cancel}: stops a job, for good and within five seconds. */
final class CancelCommand implements Command {
    private static final Duration STORE_ANSWERS_WITHIN = Duration.ofSeconds(1);

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("JOB", "its id or a prefix; default: the only active one here"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.ID);
        App app = invocation.app();
        app.waitForStoreAtMost(STORE_ANSWERS_WITHIN);
        Cancellation.Cancelled cancelled = cancel(app, invocation.word());
        Job now = cancelled.job();
        if (format == Format.JSON) {
            invocation.terminal().print(generator -> {
                generator.writeStartObject();
                generator.writeNumberField("schemaVersion", 1);
                generator.writeStringField("jobId", now.id().value());
                generator.writeStringField("status", now.state().wireName());
                generator.writeStringField("title", now.title());
                generator.writeBooleanField("turnInterruptAttempted", cancelled.interruptAttempted());
                generator.writeBooleanField("turnInterrupted", cancelled.interrupted());
                generator.writeEndObject();
            });
        } else if (format == Format.ID) {
            invocation.terminal().print(now.id().value());
        } else {
            invocation.terminal().print(now.id() + " " + now.state().wireName());
        }
        if (now.isActive()) {
            invocation.terminal().say("job " + now.id() + " has not stopped yet");
            invocation.terminal().say("look again: companion status " + now.id());
        }
        return now.isActive() ? ExitCode.FAILED : ExitCode.OK;
    }

    /** The work is stopped in time even if the store does not answer. */
    private static Cancellation.Cancelled cancel(App app, Optional<String> word) {
        Optional<JobId> id = word.filter(JobId::isWellFormed).map(JobId::new);
        try {
            return cancelRecorded(app, word);
        } catch (Failure failure) {
            if (failure.code() != FailureCode.STORE_BUSY
                    || id.isEmpty()
                    || !app.cancellation().stopUnrecorded(id.get())) {
                throw failure;
            }
        }
        try {
            return cancelRecorded(app, word);
        } catch (Failure failure) {
            throw failure.code() == FailureCode.STORE_BUSY ? notRecorded(id.get(), failure) : failure;
        }
    }

    private static Cancellation.Cancelled cancelRecorded(App app, Optional<String> word) {
        Job job = word.map(app.references()::resolve).orElseGet(() -> onlyActive(app));
        return app.cancellation().cancel(job);
    }

    private static Failure notRecorded(JobId id, Failure cause) {
        return new Failure(
                        FailureCode.CANCEL_NOT_RECORDED,
                        "job " + id + " was stopped, but the job store is in use: the next command will record it",
                        "see it then: companion status " + id,
                        cause)
                .about(id.value());
    }

    private static Job onlyActive(App app) {
        List<Job> active =
                app
                        .references()
                        .list(JobQuery.ALL.inWorkspace(app.workspace().root()).in(JobState.active()))
                        .stream()
                        .filter(Job::isActive)
                        .filter(job -> !ReviewGate.owns(job))
                        .toList();
        if (active.isEmpty()) {
            throw new Failure(
                    FailureCode.NO_SUCH_JOB, "no job is active here", "list all: companion status --all-workspaces");
        }
        if (active.size() > 1) {
            String ids = String.join(
                    ", ", active.stream().map(job -> job.id().value()).toList());
            throw new Failure(
                    FailureCode.AMBIGUOUS_JOB,
                    "several jobs are active here: " + ids,
                    "say which: companion cancel JOB");
        }
        return active.get(0);
    }
}
