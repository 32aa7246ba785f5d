package dev.companion.core.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    private static final Duration OUTPUT_ENDS_WITHIN = Duration.ofSeconds(2);

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
        Output output = new Output(process.getInputStream());
        output.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer(Optional.empty(), "");
            }
            // A child that it left behind may hold the stream open: what was said until now counts.
            output.join(OUTPUT_ENDS_WITHIN.toMillis());
            return new Answer(Optional.of(process.exitValue()), output.text());
        } finally {
            if (process.isAlive()) {
                ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
            }
        }
    }

    /** Reads to the end, so that the command can write; keeps the beginning. */
    private static final class Output extends Thread {
        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Output(InputStream in) {
            super("short-command-output");
            setDaemon(true);
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[LONGEST_ANSWER];
            try (in) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException e) {
                // The command was killed.
                return;
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            kept.write(buffer, 0, Math.min(count, LONGEST_ANSWER - kept.size()));
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
