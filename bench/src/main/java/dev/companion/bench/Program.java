package dev.companion.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Commands in one directory and environment, started as a shell would start them. Thread-safe. */
record Program(Path directory, Map<String, String> environment) {
    /** How a command ended. */
    record Run(double milliseconds, int exitCode, String out) {
        /** The same, if it ended well. */
        Run orThrow() {
            if (exitCode != 0) {
                throw new IllegalStateException("exit " + exitCode + ": " + out);
            }
            return this;
        }
    }

    /** The same with another variable. */
    Program with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Program(directory, more);
    }

    /** The launcher with these arguments. */
    List<String> companion(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNull(System.getProperty("companion.launcher"), "companion.launcher"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs the launcher to its end. */
    Run run(String... arguments) {
        return run(companion(arguments));
    }

    /** Runs a command to its end: from before its start to after its exit, its output to a file. */
    Run run(List<String> command) {
        try {
            Path out = Files.createTempFile(directory.getParent(), "run", ".out");
            try {
                ProcessBuilder builder = builder(command, out);
                long start = System.nanoTime();
                int exit = builder.start().waitFor();
                double milliseconds = (System.nanoTime() - start) / 1e6;
                return new Run(milliseconds, exit, Files.size(out) > 1 << 20 ? "" : Files.readString(out, UTF_8));
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder builder(List<String> command, Path out) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(out.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder;
    }
}
