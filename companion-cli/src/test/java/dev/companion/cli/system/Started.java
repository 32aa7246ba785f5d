package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command that runs. For one thread. */
final class Started {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final BufferedReader stderr;
    private final List<String> lines = new ArrayList<>();

    Started(Process process, Path out) {
        this.process = process;
        this.out = out;
        this.stderr = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    }

    long pid() {
        return process.pid();
    }

    /** The job's id, which is said first. */
    String jobId() {
        return awaitLine(line -> line.startsWith("job ")).substring("job ".length());
    }

    /** The next line on stderr that is wanted. */
    String awaitLine(Predicate<String> wanted) {
        try {
            for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
                lines.add(line);
                if (wanted.test(line)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("it ended without that line: " + lines);
    }

    /** Sends a signal by its name, as {@code kill} knows it. */
    void signal(String name) {
        Signals.send(name, pid());
    }

    /** Waits for its end. */
    Answer await() {
        try {
            for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
                lines.add(line);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + lines);
            }
            return new Answer(process.exitValue(), Files.readAllBytes(out), String.join("\n", lines), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
