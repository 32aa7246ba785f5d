package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.JobId;
import picocli.CommandLine.Model.CommandSpec;

/** {@code worker}, hidden: what {@code task} starts, detached, to run one job. */
final class WorkerProcessCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.hiddenValue("ID", "--job"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        JobId id = invocation
                .text("--job")
                .filter(JobId::isWellFormed)
                .map(JobId::new)
                .orElseThrow(() -> new Failure(
                        FailureCode.BAD_VALUE, "worker needs the id of a job", "it is started by companion task"));
        App app = invocation.app();
        app.expectToWrite();
        return app.worker().run(id);
    }
}
