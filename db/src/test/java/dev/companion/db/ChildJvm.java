package dev.companion.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another JVM with the class path of the tests that runs {@link StoreChild}. Killed when closed. */
final class ChildJvm implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 120;

    private final Process process;
    private final BufferedReader lines;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildJvm start(String... arguments) throws IOException {
        return start(List.of(), classPath(), List.of(), arguments);
    }

    /**
     * Starts a child.
     *
     * @param prefix a command that runs the command that follows it
     */
    static ChildJvm start(List<String> prefix, String classPath, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, StoreChild.class.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The next line that starts so, without its start; empty if the child ends before. */
    Optional<String> next(String start) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(start)) {
            line = lines.readLine();
        }
        return Optional.ofNullable(line).map(found -> found.substring(start.length()));
    }

    /** All lines until the child ends. */
    List<String> rest() throws IOException, InterruptedException, TimeoutException {
        List<String> rest = lines.lines().toList();
        awaitEnd();
        return rest;
    }

    void kill() throws InterruptedException, TimeoutException {
        // Unlike Process.destroyForcibly this leaves what the child has said to be read.
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException, TimeoutException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("the child did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
            lines.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
