package dev.companion.core.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command whose output is read while it runs, so that it may be larger than the memory. It gets no input, and it cannot
 * hang the caller: after its time it is killed with everything below it.
 */
public final class StreamedCommand {
    private static final int KEPT_OF_STDERR = 4096;

    /** Reads stdout on the caller's thread; what it leaves is read and dropped. */
    @FunctionalInterface
    public interface Reader {
        /** Reads; the stream is closed by the caller. */
        void read(InputStream stdout) throws IOException;
    }

    /**
     * How it ended.
     *
     * @param exitCode empty if it did not end in time
     * @param stderr the beginning of what it wrote there
     */
    public record Ended(Optional<Integer> exitCode, String stderr) {}

    private StreamedCommand() {}

    /**
     * Runs it; blocks until it has ended or its time is over.
     *
     * @param command program and arguments; no shell is involved
     * @param environment all of its environment
     * @throws IOException if it cannot be started, or the reader throws it; the command is killed then
     * @throws InterruptedException if the caller was interrupted; the command is killed then
     */
    public static Ended run(
            List<String> command, Map<String, String> environment, Path directory, Duration limit, Reader reader)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = builder.start();
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Boolean> watch = process.onExit()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync((ended, timeout) -> timeout != null && killLate(process, late));
        KeptOutput stderr = KeptOutput.of(process.getErrorStream(), KEPT_OF_STDERR);
        try (InputStream stdout = process.getInputStream()) {
            readAll(stdout, reader, late);
            int exitCode = process.waitFor();
            return new Ended(late.get() ? Optional.empty() : Optional.of(exitCode), stderr.text());
        } finally {
            kill(process);
            watch.cancel(false);
        }
    }

    private static boolean killLate(Process process, AtomicBoolean late) {
        late.set(true);
        kill(process);
        return true;
    }

    private static void readAll(InputStream stdout, Reader reader, AtomicBoolean late) throws IOException {
        try {
            reader.read(stdout);
            stdout.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // An output that was cut by its death says nothing that its lateness does not.
            if (!late.get()) {
                throw e;
            }
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
        }
    }
}
