package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One start of a command in an environment that has nothing of the developer's. */
final class Cli {
    private static final long LIMIT_SECONDS = 150;

    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment;
    private final Path scratch;
    private Path directory;
    private ProcessBuilder.Redirect stdin;

    Cli(Path scratch, Path directory, Map<String, String> environment, List<String> command) {
        this.scratch = scratch;
        this.directory = directory;
        this.environment = new HashMap<>(environment);
        this.command.addAll(command);
        this.stdin = ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());
    }

    Cli with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Cli without(String name) {
        environment.remove(name);
        return this;
    }

    Cli in(Path where) {
        directory = where;
        return this;
    }

    /** More words at the end. */
    Cli adding(String... words) {
        command.addAll(List.of(words));
        return this;
    }

    /** Puts another command before it, such as {@code setsid}. */
    Cli through(String... prefix) {
        command.addAll(0, List.of(prefix));
        return this;
    }

    /** What it reads. */
    Cli reading(byte[] input) {
        try {
            Path file = Files.createTempFile(scratch, "stdin", "");
            Files.write(file, input);
            stdin = ProcessBuilder.Redirect.from(file.toFile());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectInput(stdin);
    }

    /** Starts it and does not wait; its stdout goes to a file, its stderr is read line by line. */
    Started start() {
        try {
            Path out = Files.createTempFile(scratch, "started", ".out");
            return new Started(builder().redirectOutput(out.toFile()).start(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with both streams at hand; its stderr goes to a file. */
    Process startTalking() {
        try {
            Path err = Files.createTempFile(scratch, "talking", ".err");
            return builder()
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectError(err.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    Answer run() {
        try {
            Path out = Files.createTempFile(scratch, "run", ".out");
            Path err = Files.createTempFile(scratch, "run", ".err");
            long start = System.nanoTime();
            Process process = builder()
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + Files.readString(err));
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            Answer answer = new Answer(
                    process.exitValue(), Files.readAllBytes(out), new String(Files.readAllBytes(err), UTF_8), millis);
            Files.delete(out);
            Files.delete(err);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
