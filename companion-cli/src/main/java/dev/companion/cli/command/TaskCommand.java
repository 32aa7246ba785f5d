package dev.companion.cli.command;

import static dev.companion.cli.command.Options.flag;
import static dev.companion.cli.command.Options.value;
import static dev.companion.cli.command.Options.values;

import dev.companion.cli.app.App;
import dev.companion.cli.render.TaskOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Submission;
import picocli.CommandLine.Model.CommandSpec;

/** {@code task}: hands work to Codex, and stays with it unless told not to. */
final class TaskCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.words("PROMPT", "what to do; - or nothing reads it from stdin"));
        JobOptions.addTo(spec);
        spec.addOption(flag("Codex may write in the workspace (default: read only)", "--write"));
        spec.addOption(value("MODE", "read-only, workspace-write or danger-full-access", "--sandbox"));
        spec.addOption(values("DIR", "a further directory that may be written", "--add-dir"));
        spec.addOption(flag("commands may use the network", "--network"));
        spec.addOption(flag("go on with the thread of the last task here", "--resume-last", "--resume"));
        spec.addOption(value("JOB", "go on with the thread of this job", "--resume-job"));
        spec.addOption(value("ID", "go on with this Codex thread", "--thread"));
        spec.addOption(flag("with one of the three above: on a copy of the thread", "--fork"));
        spec.addOption(flag("on a new thread (the default)", "--fresh"));
        spec.addOption(Options.attachedValue(
                "auto",
                TaskOptions.FAST_REQUIRED,
                "Fast mode; with =auto the standard tier where Fast mode cannot be had",
                "--fast"));
        spec.addOption(Options.attachedValue(
                TaskPrompt.ALWAYS,
                TaskPrompt.ON_NEW_THREADS,
                "put the prompt into blocks that Codex follows well; with =always on an earlier thread, too",
                "--shape"));
        spec.addOption(value("TIER", "the service tier, as Codex names it", "--service-tier"));
        spec.addOption(value("TEXT", "a title; default is the head of the prompt", "--title"));
        spec.addOption(value("FILE", "a JSON Schema for the final message", "--output-schema"));
        spec.addOption(value("FILE", "read the prompt from a file, - is stdin", "--prompt-file"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.JSONL, Format.ID, Format.MARKDOWN);
        App app = invocation.app();
        if (invocation.flag("--dry-run")) {
            invocation.refuse("--dry-run", "--background", "--idempotency-key", "--label", "--title");
            if (format != Format.TEXT && format != Format.JSON) {
                throw Invocation.contradiction("--dry-run makes no job", "use --json, or leave --output out");
            }
        }
        TaskRequest wanted = TaskRequest.parse(invocation);
        if (invocation.flag("--dry-run")) {
            new TaskOutput(app, invocation.terminal(), format).dryRun(wanted.onItsThread(app));
            return ExitCode.OK;
        }
        app.expectToWrite();
        Submission submission = app.submission();
        JobRequest request = wanted.onNewThread(app);
        Submission.Submitted submitted = submission
                .earlier(request)
                .orElseGet(() -> submission.submit(request.on(wanted.thread().resolve(app))));
        invocation.handedOver();
        return Handover.ofTask(app, invocation.terminal(), format).show(submitted, invocation.flag("--background"));
    }
}
