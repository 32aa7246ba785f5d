package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Asked;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.job.Transport;
import dev.companion.core.job.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code task} was asked for, checked before any effect; the thread is found when the job is submitted. */
record TaskRequest(
        TaskPrompt prompt,
        Optional<String> title,
        Asked asked,
        List<String> addDirs,
        boolean network,
        ThreadChoice thread,
        Optional<Duration> timeout,
        Duration stallTimeout,
        Optional<String> outputSchema,
        Map<String, String> labels,
        Optional<String> idempotencyKey,
        Optional<RemoteServer> remote,
        boolean tierOptional) {

    /** Reads the options and the prompt; throws a usage failure. */
    static TaskRequest parse(Invocation invocation) {
        TaskOptions options = new TaskOptions(invocation);
        Sandbox sandbox = options.sandbox();
        Transport transport = options.transport();
        TaskOptions.Tier tier = options.tier();
        Asked asked = new Asked(sandbox, options.model(), invocation.text("--effort"), tier.name(), transport);
        ThreadChoice thread = ThreadChoice.parse(invocation);
        Optional<String> schema = options.outputSchema();
        TaskRequest request = new TaskRequest(
                TaskPrompt.read(invocation, new TaskPrompt.Circumstances(sandbox, thread.isOld(), schema.isPresent())),
                invocation.text("--title"),
                asked,
                options.addDirs(sandbox),
                options.network(sandbox),
                thread,
                options.timeout(),
                options.stallTimeout(),
                schema,
                options.labels(),
                invocation.text("--idempotency-key"),
                new RemoteOptions(invocation).server(transport),
                tier.optional());
        ExecLimits.check(request);
        return request;
    }

    /** The request on the thread that was asked for. */
    JobRequest onItsThread(App app) {
        return onNewThread(app).on(thread.resolve(app));
    }

    /** The request as far as it does not depend on what ran before. */
    JobRequest onNewThread(App app) {
        Workspace workspace = app.requireWorkingTree();
        return new JobRequest(
                JobKind.TASK,
                prompt.text(),
                title,
                workspace,
                app.directory().toString(),
                app.sessionId(),
                asked,
                addDirs,
                network,
                new ThreadTarget.Fresh(),
                timeout,
                stallTimeout,
                outputSchema,
                labels,
                idempotencyKey,
                remote,
                remote.isPresent() ? "" : app.codex().binary().toString(),
                tierOptional,
                Optional.empty(),
                Optional.empty(),
                prompt.written());
    }

    /** Without the prompt. */
    @Override
    public String toString() {
        return "TaskRequest[" + prompt + "]";
    }

    /** On which thread the user wants to work. */
    record ThreadChoice(boolean last, Optional<String> jobReference, Optional<String> threadId, boolean fork) {
        static ThreadChoice parse(Invocation invocation) {
            ThreadChoice choice = new ThreadChoice(
                    invocation.flag("--resume-last"),
                    invocation.text("--resume-job"),
                    invocation.text("--thread"),
                    invocation.flag("--fork"));
            int ways = (choice.last ? 1 : 0)
                    + (choice.jobReference.isPresent() ? 1 : 0)
                    + (choice.threadId.isPresent() ? 1 : 0);
            if (ways > 1 || (ways > 0 && invocation.flag("--fresh"))) {
                throw new Failure(
                        FailureCode.BAD_COMBINATION,
                        "--resume-last, --resume-job, --thread and --fresh contradict each other",
                        "give one of them");
            }
            if (choice.fork && ways == 0) {
                throw new Failure(
                        FailureCode.BAD_COMBINATION,
                        "--fork needs a thread to copy",
                        "add --resume-last, --resume-job JOB or --thread ID");
            }
            return choice;
        }

        /** Whether the thread has a history. */
        boolean isOld() {
            return last || jobReference.isPresent() || threadId.isPresent();
        }

        ThreadTarget resolve(App app) {
            Optional<String> id = threadId;
            if (last) {
                id = app.resumeChoice()
                        .last(app.workspace().root(), app.sessionId())
                        .threadId();
            } else if (jobReference.isPresent()) {
                Job job = app.references().resolve(jobReference.get());
                id = Optional.of(job.threadId()
                        .orElseThrow(() -> new Failure(
                                        FailureCode.NO_SUCH_THREAD,
                                        "job " + job.id() + " never had a thread",
                                        "start anew: companion retry " + job.id())
                                .about(job.id().value())));
            }
            if (id.isEmpty()) {
                return new ThreadTarget.Fresh();
            }
            if (fork) {
                return new ThreadTarget.Fork(id.get());
            }
            app.resumeChoice().requireIdle(id.get());
            return new ThreadTarget.Resume(id.get());
        }
    }
}
