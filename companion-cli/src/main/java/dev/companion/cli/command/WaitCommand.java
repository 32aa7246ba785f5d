package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.WaitOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code wait}: blocks until jobs have ended, and exits with their outcome. */
final class WaitCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.words("JOB", "ids or prefixes"));
        spec.addOption(Options.flag("until one of them has ended", "--any"));
        spec.addOption(Options.value("D", "not longer than 90s, 15m, 2h", "--timeout"));
        spec.addOption(Options.hiddenValue("MS", "--timeout-ms"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.JSONL, Format.ID);
        boolean any = invocation.flag("--any");
        Optional<Duration> limit = invocation.timeout();
        App app = invocation.app();
        Map<JobId, Job> asked = new LinkedHashMap<>();
        for (String reference : invocation.requireWords("JOB")) {
            Job job = app.references().resolve(reference);
            asked.put(job.id(), job);
        }
        List<Job> now = app.jobWait().await(List.copyOf(asked.values()), any, limit);
        List<Job> ended = now.stream().filter(job -> !job.isActive()).toList();
        boolean timedOut = any ? ended.isEmpty() : ended.size() < now.size();
        new WaitOutput(app, invocation.terminal(), format).print(now, timedOut);
        for (Job job : ended) {
            if (Outcomes.of(job) != ExitCode.OK) {
                invocation.terminal().say(EndingText.what(job));
                invocation.terminal().hint("next: " + EndingText.next(job));
            }
        }
        if (timedOut) {
            int active = now.size() - ended.size();
            invocation.terminal().say(active + " of " + now.size() + " jobs have not ended in that time");
            return ExitCode.PENDING;
        }
        return Outcomes.of(ended);
    }
}
