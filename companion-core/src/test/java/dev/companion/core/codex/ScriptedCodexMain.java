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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The child process of {@link ScriptedCodex}: {@code ScriptedCodexMain <directory> app-server [--listen unix://PATH]}.
 * Appends every line that it gets to {@code received.jsonl} in that directory before it does anything about it.
 */
public final class ScriptedCodexMain {
    // Nothing of a test may live on, even if the test dies.
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);

    private static final String UNIX = "unix://";

    private final Path directory;
    private final JsonObject scenario;
    private final ScriptedHistory history;
    private final ScriptedAudience audience = new ScriptedAudience();
    private final Map<String, ScriptedPlayer> active = new ConcurrentHashMap<>();

    private ScriptedCodexMain(Path directory) throws IOException {
        this.directory = directory;
        this.scenario = Json.readObject(Files.readAllBytes(directory.resolve(ScriptedCodex.SCENARIO)));
        this.history = new ScriptedHistory(directory.resolve("history.jsonl"), scenario.strings("knownThreads"));
    }

    /** Serves until its input ends, or for ever where it listens. */
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
        ScriptedCodexMain codex = new ScriptedCodexMain(directory);
        int listen = command.indexOf("--listen");
        if (listen >= 0) {
            String address = command.get(listen + 1);
            ScriptedListener.listen(
                    Path.of(address.substring(UNIX.length())),
                    (in, answers) -> codex.serve(in, new ScriptedOutput(answers)));
        }
        codex.serve(System.in, ScriptedOutput.onStdout());
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

    private void serve(InputStream lines, ScriptedOutput out) throws IOException, InterruptedException {
        scenario.strings("firstLines").forEach(out::line);
        ScriptedServer server = new ScriptedServer(scenario, out, audience, history, active);
        audience.join(out);
        InputStream in = new BufferedInputStream(lines, 65_536);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                receive(server, line.toByteArray());
                line.reset();
            } else {
                line.write(next);
            }
        }
        if (scenario.flag("stubborn")) {
            Thread.sleep(LONGEST_LIFE.toMillis());
        }
    }

    private void receive(ScriptedServer server, byte[] line) throws IOException {
        append(directory.resolve(ScriptedCodex.RECEIVED), line);
        JsonObject message;
        try {
            message = Json.readObject(line);
        } catch (UncheckedIOException e) {
            System.err.println("Failed to deserialize JSONRPCMessage"); // And no answer, as the real one.
            return;
        }
        dieIfScripted(message.string("method").orElse(""));
        server.receive(message);
    }

    private void dieIfScripted(String method) throws IOException {
        Optional<Long> occurrence = scenario.object("answers").object(method).number("diesOn");
        if (occurrence.isEmpty()) {
            return;
        }
        String mark = "\"method\":\"" + method + "\"";
        long received = Files.readAllLines(directory.resolve(ScriptedCodex.RECEIVED)).stream()
                .filter(line -> line.contains(mark))
                .count();
        if (received == occurrence.get()) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static synchronized void append(Path file, byte[] line) throws IOException {
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        Files.write(file, whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
