package dev.companion.core.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a child that says everything to a file and is told nothing: it lives on if its starter dies. */
public final class LoggedChild {
    private LoggedChild() {}

    /**
     * Starts the command.
     *
     * @param command the program and its arguments; no shell is involved
     * @param environment all of its environment
     * @param log takes its stdout and stderr, appended
     * @throws IOException if it cannot be started
     */
    public static Process start(List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }
}
