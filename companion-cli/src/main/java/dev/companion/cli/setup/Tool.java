package dev.companion.cli.setup;

import dev.companion.core.failure.Failure;
import dev.companion.core.process.ProgramPath;
import dev.companion.core.process.ShortCommand;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that other programs need.
 *
 * @param program where it is; empty if it is not on PATH
 * @param detail what its {@code --version} says, or why it says nothing; one line
 */
record Tool(Optional<Path> program, boolean works, String detail) {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final int LONGEST_DETAIL = 100;

    /** Looks for it and asks for its version; takes at most some seconds. */
    static Tool find(String name, Environment environment) {
        Optional<Path> program =
                ProgramPath.find(name, environment.variable("PATH").orElse(""));
        if (program.isEmpty()) {
            return new Tool(program, false, name + " is not on PATH");
        }
        String path = program.get().toString();
        try {
            ShortCommand.Answer answer =
                    ShortCommand.run(List.of(path, "--version"), environment.variables(), ANSWERS_WITHIN);
            String version = firstLine(answer.output());
            return answer.isGood()
                    ? new Tool(program, true, named(name, version) + " (" + path + ")")
                    : new Tool(program, false, path + " does not answer --version");
        } catch (IOException e) {
            return new Tool(program, false, path + " cannot be started");
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private static String named(String name, String version) {
        return version.contains(name) ? version : name + " " + version;
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("no version");
        return line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) : line;
    }
}
