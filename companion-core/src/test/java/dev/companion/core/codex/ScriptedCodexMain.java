package dev.companion.core.codex;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The child process of {@link ScriptedCodex}: {@code ScriptedCodexMain <directory> app-server}. Appends every line that it
 * gets to {@code received.jsonl} in that directory before it does anything about it.
 */
public final class ScriptedCodexMain {
    // Nothing of a test may live on, even if the test dies.
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);

    private final Path directory;
    private final ScriptedServer server;
    private final JsonObject scenario;

    private ScriptedCodexMain(Path directory) throws IOException {
        this.directory = directory;
        this.scenario = Json.readObject(Files.readAllBytes(directory.resolve(ScriptedCodex.SCENARIO)));
        ScriptedOutput out = new ScriptedOutput();
        scenario.strings("firstLines").forEach(out::line);
        this.server = new ScriptedServer(
                scenario, out, new ScriptedRollouts(directory.resolve("threads"), scenario.strings("knownThreads")));
    }

    /** Serves until its input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        List<String> command = Arrays.asList(arguments).subList(1, arguments.length);
        long pid = ProcessHandle.current().pid();
        append(directory.resolve(ScriptedCodex.STARTS), Json.bytes(Map.of("pid", pid, "arguments", command)));
        if (!command.contains("app-server")) {
            System.err.println("error: the scripted codex only knows app-server");
            System.exit(2);
        }
        endLater();
        new ScriptedCodexMain(directory).serve(System.in);
        // As the real one: the end of the input is the end of every turn. No shutdown hooks, no waiting.
        Runtime.getRuntime().halt(0);
    }

    private static void endLater() {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(LONGEST_LIFE.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(3);
                },
                "longest-life");
        guard.setDaemon(true);
        guard.start();
    }

    private void serve(InputStream stdin) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(stdin, 65_536);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                receive(line.toByteArray());
                line.reset();
            } else {
                line.write(next);
            }
        }
        if (scenario.flag("stubborn")) {
            Thread.sleep(LONGEST_LIFE.toMillis());
        }
    }

    private void receive(byte[] line) throws IOException {
        append(directory.resolve(ScriptedCodex.RECEIVED), line);
        JsonObject message;
        try {
            message = Json.readObject(line);
        } catch (UncheckedIOException e) {
            System.err.println("Failed to deserialize JSONRPCMessage"); // And no answer, as the real one.
            return;
        }
        server.receive(message);
    }

    private static void append(Path file, byte[] line) throws IOException {
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        Files.write(file, whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
