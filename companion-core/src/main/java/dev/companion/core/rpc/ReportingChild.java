package dev.companion.core.rpc;

import dev.companion.core.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A child process that is told everything at its start, reports one message a line on stdout, and ends by itself. One
 * thread reads; the rest is thread-safe.
 */
public final class ReportingChild implements AutoCloseable {
    private static final Duration EXIT_AFTER_TERM = Duration.ofMillis(500);

    private final Process process;
    private final CompletableFuture<Integer> exit;
    private final LineReader lines;
    private final LongTexts longTexts;
    private final ErrorOutput stderr;

    private ReportingChild(Process process, Path directory, Path log) {
        this.process = process;
        this.exit = process.onExit().thenApply(Process::exitValue);
        this.longTexts = new LongTexts(directory);
        this.lines = new LineReader(process.getInputStream(), longTexts);
        this.stderr = ErrorOutput.taken(process.getErrorStream(), log);
    }

    /**
     * Starts the child. Its stdin is a file and no pipe: a starter that is killed while it writes would leave a child that
     * takes half a text for the whole.
     *
     * @param command program and arguments; no shell is involved
     * @param environment all of its environment
     * @param input what it reads
     * @param directory its working directory, and where long texts are kept for a while
     * @param log takes the beginning of its stderr, appended
     * @throws IOException if it cannot be started
     */
    public static ReportingChild start(
            List<String> command, Map<String, String> environment, Path input, Path directory, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(input.toFile()));
        return new ReportingChild(builder.start(), directory, log);
    }

    /** Blocks until the next line; empty once the child has ended. What the last line brought and nobody kept is deleted. */
    public Optional<byte[]> receive() throws IOException {
        longTexts.discardRest();
        return lines.next();
    }

    /** Long strings of the line that was received last. */
    public LongTexts longTexts() {
        return longTexts;
    }

    /** Completes with the exit status; of a child that a signal ended it is 128 and the signal's number. */
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /** The last 16 KiB of what it wrote to stderr; waits a moment for the last words of a child that has ended. */
    public String lastWords() {
        try {
            if (!process.isAlive()) {
                stderr.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stderr.tail();
    }

    /** Asks it to end and kills it if it does not, with everything below it. Does nothing to one that has ended. */
    public void end() {
        if (process.isAlive()) {
            Set<ProcessHandle> tree = ProcessTree.withDescendants(List.of(process.toHandle()));
            ProcessTree.end(tree, EXIT_AFTER_TERM);
        }
    }

    /** Ends it and deletes the long texts, which must not be read any more. */
    @Override
    public void close() {
        end();
        lastWords();
        longTexts.deleteAll();
    }
}
