package dev.companion.cli.command;

import dev.companion.core.failure.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** One subcommand: what it takes and what it does. */
public interface Command {
    /** Adds its options and parameters to the spec that bears its name. */
    void describe(CommandSpec spec);

    /** Does it. */
    ExitCode run(Invocation invocation);
}
