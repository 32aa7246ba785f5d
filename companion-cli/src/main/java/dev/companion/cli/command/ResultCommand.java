package dev.companion.cli.command;

import dev.companion.core.failure.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** {@code result}. */
final class ResultCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.words("JOB", "jobs"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        throw new UnsupportedOperationException("result");
    }
}
