package dev.companion.cli.app;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.settings.Environment;
import java.util.List;

/** Runs a command line in this process: for a command that shows others. */
@FunctionalInterface
public interface CommandRunner {
    /** Runs it to its exit code; never throws. */
    ExitCode run(List<String> arguments, Environment environment, Terminal terminal);
}
