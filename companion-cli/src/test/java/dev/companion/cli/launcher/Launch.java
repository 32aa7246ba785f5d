package dev.companion.cli.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One start of a command in an environment of its own: this JVM's Java, the system's PATH, no archive. */
final class Launch {
    private static final long LIMIT_SECONDS = 120;

    private final ProcessBuilder builder;

    private Launch(List<String> command) {
        builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("COMPANION_JAVA", System.getProperty("java.home"));
        // Making one takes longer than most tests; those that are about it ask for it.
        builder.environment().put("COMPANION_ARCHIVE", "off");
    }

    static Launch of(Path program, String... arguments) {
        return new Launch(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList());
    }

    /** A line for the shell; the launcher is its {@code $0}. */
    static Launch shell(String line, Path launcher) {
        return new Launch(List.of("/bin/sh", "-c", line, launcher.toString()));
    }

    Launch with(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    Launch withArchive() {
        return without("COMPANION_ARCHIVE");
    }

    Launch without(String name) {
        builder.environment().remove(name);
        return this;
    }

    Launch in(Path directory) {
        builder.directory(directory.toFile());
        return this;
    }

    /** Starts it with pipes and does not wait; the caller ends it. */
    Process start() {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end, with nothing on its standard input. */
    Answer run() {
        try {
            Path out = Files.createTempFile("launch", ".out");
            Path err = Files.createTempFile("launch", ".err");
            try {
                builder.redirectOutput(out.toFile()).redirectError(err.toFile());
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + builder.command());
                }
                return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How it ended and what it said. */
    record Answer(int exitCode, String out, String err) {

        /** The values that the probe reported under this name. */
        List<String> reported(String name) {
            return ProbeProgram.reported(out, name);
        }

        /** The one value that the probe reported under this name. */
        String value(String name) {
            List<String> values = reported(name);
            if (values.size() != 1) {
                throw new AssertionError(name + " reported " + values.size() + " times; stderr: " + err);
            }
            return values.get(0);
        }

        /** The arguments that reached the program, as hexadecimal UTF-8. */
        List<String> arguments() {
            return reported("argument");
        }

        /** The JVM flag that names the archive; empty if it ran without one. */
        String archiveFlag() {
            return archiveFlag("own");
        }

        /** The JVM flag that names the archive for workers; empty if they run without one. */
        String workerArchiveFlag() {
            return archiveFlag("worker");
        }

        /** The JVM flag that names the archive for keepers; empty if they run without one. */
        String keeperArchiveFlag() {
            return archiveFlag("keeper");
        }

        private String archiveFlag(String name) {
            return reported(name).stream()
                    .filter(flag -> flag.startsWith("-XX:SharedArchiveFile=") || flag.startsWith("-XX:AOTCache="))
                    .findFirst()
                    .orElse("");
        }
    }

    /** The text as {@link Answer#arguments} shows it. */
    static String hexadecimal(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
