package dev.companion.core.process;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command that answers in a few lines, such as {@code --version}. It gets no input, and it cannot hang the caller: after
 * its time it is killed with everything below it, and what it says beyond a few kilobytes is not kept.
 */
public final class ShortCommand {
    private static final int LONGEST_ANSWER = 4096;

    /**
     * How it ended.
     *
     * @param exitCode empty if it did not end in time
     * @param output the beginning of its stdout
     */
    public record Answer(Optional<Integer> exitCode, String output) {
        /** Whether it ended with 0. */
        public boolean isGood() {
            return exitCode.equals(Optional.of(0));
        }
    }

    private ShortCommand() {}

    /**
     * Runs it; blocks until it has ended or its time is over.
     *
     * @param command program and arguments; no shell is involved
     * @param environment all of its environment
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the caller was interrupted; the command is killed then
     */
    public static Answer run(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        KeptOutput output = KeptOutput.of(process.getInputStream(), LONGEST_ANSWER);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer(Optional.empty(), "");
            }
            return new Answer(Optional.of(process.exitValue()), output.text());
        } finally {
            if (process.isAlive()) {
                ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
            }
        }
    }
}
