package dev.companion.cli.command;

import dev.companion.core.failure.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** {@code retry}. */
final class RetryCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.words("JOB", "jobs"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        throw new UnsupportedOperationException("retry");
    }
}
