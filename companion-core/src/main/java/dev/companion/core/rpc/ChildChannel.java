package dev.companion.core.rpc;

import dev.companion.core.process.ProcessTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A child process that speaks one message a line on stdin and stdout. */
public final class ChildChannel implements RpcChannel {
    private static final Duration EXIT_AFTER_END_OF_INPUT = Duration.ofSeconds(1);
    private static final Duration EXIT_AFTER_END_OF_OUTPUT = Duration.ofMillis(300);
    private static final Duration EXIT_AFTER_TERM = Duration.ofMillis(300);

    private final Process process;
    private final OutputStream stdin;
    private final LineReader lines;
    private final LongTexts longTexts;
    private final ErrorOutput stderr;

    private ChildChannel(Process process, Path directory, Path log) {
        this.process = process;
        this.stdin = process.getOutputStream();
        this.longTexts = new LongTexts(directory);
        this.lines = new LineReader(process.getInputStream(), longTexts);
        this.stderr = ErrorOutput.taken(process.getErrorStream(), log);
    }

    /**
     * Starts the child.
     *
     * @param command program and arguments; no shell is involved
     * @param environment all of its environment
     * @param directory its working directory, and where long texts are kept for a while
     * @param log takes the beginning of its stderr, appended
     * @throws IOException if it cannot be started
     */
    public static ChildChannel start(List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        return new ChildChannel(builder.start(), directory, log);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        return lines.next();
    }

    @Override
    public void send(byte[] message) throws IOException {
        stdin.write(message);
        stdin.write('\n');
        stdin.flush();
    }

    @Override
    public LongTexts longTexts() {
        return longTexts;
    }

    /** The exit status, if it has one in a moment: the end of the output is seen before the end of the process. */
    public Optional<Integer> exitStatus() {
        try {
            process.waitFor(EXIT_AFTER_END_OF_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    @Override
    public String endInWords() {
        return exitStatus().map(status -> "exit " + status).orElseGet(RpcChannel.super::endInWords);
    }

    /** Ends its input, which ends an app-server; then asks, then kills, with everything below it. */
    @Override
    public void close() {
        Set<ProcessHandle> tree = ProcessTree.withDescendants(List.of(process.toHandle()));
        Thread closer = new Thread(this::endInput, "rpc-end-input");
        closer.setDaemon(true);
        closer.start();
        try {
            if (!process.waitFor(EXIT_AFTER_END_OF_INPUT.toMillis(), TimeUnit.MILLISECONDS)) {
                tree.addAll(ProcessTree.withDescendants(List.of(process.toHandle())));
                ProcessTree.end(tree, EXIT_AFTER_TERM);
            }
            stderr.awaitEnd();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void endInput() {
        try {
            // Blocks while a write to a child that does not read is under way; killing the child frees both.
            stdin.close();
        } catch (IOException e) {
            return;
        }
    }
}
