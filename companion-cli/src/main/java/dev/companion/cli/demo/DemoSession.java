package dev.companion.cli.demo;

import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The commands of the demonstration as a user would give them, run in this process, and what became of each. */
final class DemoSession {
    /**
     * A step that was taken.
     *
     * @param command as it was shown
     * @param exitCode what it ended with
     * @param out what it wrote to stdout
     */
    record Ran(String command, int exitCode, Duration duration, String out) {}

    private final CommandRunner runner;
    private final Environment environment;
    private final Transcript transcript;
    private final List<Ran> steps = new ArrayList<>();

    /** @param environment where the commands run: their directory, their state, their Codex */
    DemoSession(CommandRunner runner, Environment environment, Transcript transcript) {
        this.runner = runner;
        this.environment = environment;
        this.transcript = transcript;
    }

    /** Runs a command and shows it. */
    Ran companion(String... arguments) {
        return companion("companion " + String.join(" ", arguments), List.of(arguments));
    }

    /**
     * Runs a command and shows it in other words.
     *
     * @throws Failure {@code INTERRUPTED} if the command was
     */
    Ran companion(String shown, List<String> arguments) {
        transcript.typed(shown);
        long start = System.nanoTime();
        Transcript.Shown out = transcript.stream();
        Transcript.Shown err = transcript.stream();
        Terminal terminal = Terminal.of(out, err, environment, transcript.terminals());
        ExitCode exit = runner.run(arguments, environment, terminal);
        terminal.flush();
        if (exit == ExitCode.INTERRUPTED) {
            throw new Failure(FailureCode.INTERRUPTED, "the demonstration was interrupted", "run it again");
        }
        return add(new Ran(shown, exit.code(), elapsed(start), out.text()));
    }

    /** Shows what a command of another program wrote. */
    Ran other(String shown, String out, long startNanos) {
        transcript.typed(shown);
        transcript.show(out);
        return add(new Ran(shown, 0, elapsed(startNanos), out));
    }

    private Ran add(Ran ran) {
        steps.add(ran);
        return ran;
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The steps so far. */
    List<Ran> steps() {
        return List.copyOf(steps);
    }
}
