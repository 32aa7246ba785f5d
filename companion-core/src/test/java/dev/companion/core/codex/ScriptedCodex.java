package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An executable named {@code codex} that plays a {@link ScriptedScenario} as a real child process: {@code --version} and
 * {@code app-server} on stdio. It may be started any number of times, at once too; what all of them receive is recorded.
 *
 * <p>Closing kills whatever of it still runs. Thread-safe.
 */
public final class ScriptedCodex implements AutoCloseable {
    static final String SCENARIO = "scenario.json";
    static final String RECEIVED = "received.jsonl";
    static final String STARTS = "starts.jsonl";

    private final Path directory;

    private ScriptedCodex(Path directory) {
        this.directory = directory;
    }

    /** Writes the executable and its scenario into a new directory {@code scripted-codex} below {@code parent}. */
    public static ScriptedCodex install(Path parent, ScriptedScenario scenario) {
        try {
            Path directory = Files.createDirectories(parent.resolve("scripted-codex"));
            ScriptedCodex codex = new ScriptedCodex(directory);
            Files.write(directory.resolve(SCENARIO), Json.bytes(scenario.json()));
            Files.writeString(codex.path(), wrapper(directory, scenario), UTF_8);
            Files.setPosixFilePermissions(codex.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
            return codex;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String wrapper(Path directory, ScriptedScenario scenario) {
        List<String> lines = new ArrayList<>();
        lines.add("#!/bin/sh");
        lines.add("case \"$1\" in --version) echo " + quoted("codex-cli " + scenario.version()) + "; exit 0;; esac");
        scenario.crashMessage().ifPresent(message -> lines.add("echo " + quoted(message) + " >&2; exit 1"));
        if (scenario.isStubborn()) {
            lines.add("trap '' TERM INT HUP"); // Inherited: the JVM leaves an ignored signal ignored.
        }
        lines.add("exec "
                + quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp " + quoted(classPath()) + " "
                + ScriptedCodexMain.class.getName() + " " + quoted(directory.toString()) + " \"$@\"");
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String classPath() {
        return String.join(
                System.getProperty("path.separator"),
                Stream.of(ScriptedCodexMain.class, Json.class, JsonFactory.class)
                        .map(ScriptedCodex::home)
                        .distinct()
                        .toList());
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The executable. */
    public Path path() {
        return directory.resolve("codex");
    }

    /** Every whole line that was received so far, by all processes, exactly. */
    public List<String> receivedLines() {
        return lines(RECEIVED);
    }

    /** The received lines that are JSON objects. */
    public List<JsonObject> received() {
        return receivedLines().stream()
                .map(ScriptedCodex::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The received requests and notifications of one method. */
    public List<JsonObject> received(String method) {
        return received().stream().filter(message -> isMethod(message, method)).toList();
    }

    /** The processes that were started as app-server, by their start. */
    public List<Long> pids() {
        return lines(STARTS).stream()
                .map(line -> Json.readObject(line).number("pid").orElseThrow())
                .toList();
    }

    /** The command lines that it was started with, without the program. */
    public List<List<String>> starts() {
        return lines(STARTS).stream()
                .map(line -> Json.readObject(line).strings("arguments"))
                .toList();
    }

    /**
     * Waits for a message of this method.
     *
     * @throws AssertionError if none comes in time
     */
    public JsonObject awaitReceived(String method, Duration deadline) {
        return awaitReceived(message -> isMethod(message, method), deadline);
    }

    /**
     * Waits for a message.
     *
     * @throws AssertionError if none comes in time
     */
    public JsonObject awaitReceived(Predicate<JsonObject> wanted, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            directory.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (true) {
                Optional<JsonObject> found = received().stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found.orElseThrow();
                }
                WatchKey key = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new AssertionError("the scripted codex did not receive it; it received " + received());
                }
                key.pollEvents();
                key.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean isMethod(JsonObject message, String method) {
        return message.string("method").equals(Optional.of(method));
    }

    private static Optional<JsonObject> parse(String line) {
        try {
            return Optional.of(Json.readObject(line));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private List<String> lines(String file) {
        try {
            Path path = directory.resolve(file);
            String text = Files.exists(path) ? Files.readString(path) : "";
            // What stands behind the last line feed is still being written.
            return List.of(text.substring(0, text.lastIndexOf('\n') + 1).split("\n")).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of it that still live. */
    public List<ProcessHandle> living() {
        return pids().stream()
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .filter(this::isOurs)
                .toList();
    }

    private boolean isOurs(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return process.isAlive() && Stream.of(arguments).anyMatch(directory.toString()::equals);
    }

    /** Kills what still lives and waits for its end. */
    @Override
    public void close() {
        for (ProcessHandle process : living()) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
