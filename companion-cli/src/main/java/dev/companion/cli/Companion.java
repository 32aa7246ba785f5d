package dev.companion.cli;

import dev.companion.cli.command.Arguments;
import dev.companion.cli.command.CommandTable;
import dev.companion.cli.command.Invocation;
import dev.companion.cli.render.ErrorReport;
import dev.companion.cli.terminal.BrokenPipe;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.settings.Environment;
import java.util.List;
import java.util.Optional;

/** Runs one command line to its exit code; the one place where anything thrown becomes words and a code. */
public final class Companion {
    private Companion() {}

    /** Runs the command; never throws. */
    public static ExitCode run(List<String> arguments, Environment environment, Terminal terminal) {
        Arguments split = Arguments.split(arguments);
        ErrorReport errors = new ErrorReport(terminal, split.wantsJson(), split.wantsMarkdown(), split.wantsDebug());
        Optional<Invocation> invocation = Optional.empty();
        try {
            invocation = Optional.of(CommandTable.parse(split, environment, terminal, Companion::run));
            return invocation.get().run();
        } catch (Failure failure) {
            boolean notRun = invocation.map(Invocation::isNotRun).orElseGet(split::handsOver);
            return notRun ? errors.reportNotRun(failure) : errors.report(failure);
        } catch (BrokenPipe e) {
            // Whoever read our output has seen enough.
            return ExitCode.OK;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
            return errors.reportBug(bug, BugFile.write(bug, environment));
        }
    }
}
