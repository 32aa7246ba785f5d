package dev.companion.cli.command;

import dev.companion.cli.App;
import dev.companion.cli.render.Format;
import dev.companion.cli.render.PruneOutput;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.Pruning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code prune}: the only thing that ever removes a job, and never an active one. */
final class PruneCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value("D", "jobs that ended longer ago: 12h, 30d", "--older-than"));
        spec.addOption(Options.value("N", "the newest so many of them stay", "--keep"));
        spec.addOption(Options.flag("only show what would be removed", "--dry-run"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.JSONL, Format.ID);
        Optional<Duration> olderThan = invocation.duration("--older-than");
        Optional<Integer> keep = invocation.number("--keep");
        if (olderThan.isEmpty() && keep.isEmpty()) {
            throw new Failure(
                    FailureCode.BAD_COMBINATION,
                    "prune does not say which jobs",
                    "add --older-than 30d, or --keep 100; --dry-run only shows what would go");
        }
        boolean dryRun = invocation.flag("--dry-run");
        App app = invocation.app();
        Pruning pruning = app.pruning();
        List<Job> candidates = pruning.candidates(olderThan, keep.orElse(0));
        List<Job> removed = dryRun ? candidates : pruning.remove(candidates);
        new PruneOutput(app, invocation.terminal(), format).print(removed, dryRun);
        return ExitCode.OK;
    }
}
