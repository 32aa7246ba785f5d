package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The smallest client of an app-server on stdio: sends lines, keeps every line that comes. For tests of the kit itself;
 * knows nothing of what the lines mean. Thread-safe; the monitor of this object guards the lines.
 */
final class AppServerDriver implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();
    private boolean ended;
    private int lastId;

    private AppServerDriver(Process process) {
        this.process = process;
        reader("app-server-out", this::readLines);
        reader("app-server-err", this::readErrors);
    }

    static AppServerDriver start(Path codex, Path workingDirectory, Consumer<Map<String, String>> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(codex.toString(), "app-server").directory(workingDirectory.toFile());
        environment.accept(builder.environment());
        try {
            return new AppServerDriver(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reader(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void readLines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            // The process is gone: the end of the lines, as below.
        }
        end();
    }

    private void readErrors() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                addError(line);
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void addError(String line) {
        errors.append(line).append('\n');
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Sends a request and waits for its answer, result or error. */
    JsonObject request(String method, Map<String, ?> params) {
        int id = send(method, params);
        return await(message ->
                message.string("method").isEmpty() && message.number("id").equals(Optional.of((long) id)));
    }

    /** Sends a request and does not wait; returns its id. */
    int send(String method, Map<String, ?> params) {
        int id = ++lastId;
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", params);
        write(Json.text(message));
        return id;
    }

    void write(String line) {
        try {
            OutputStream out = process.getOutputStream();
            out.write((line + "\n").getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject initialize() {
        JsonObject answer = request(
                "initialize", Map.of("clientInfo", Map.of("name", "driver", "title", "Driver", "version", "0.0.1")));
        write("{\"method\":\"initialized\"}");
        return answer;
    }

    String startThread(Path cwd, String sandbox, String approvalPolicy) {
        JsonObject answer = request(
                "thread/start", Map.of("cwd", cwd.toString(), "sandbox", sandbox, "approvalPolicy", approvalPolicy));
        return answer.object("result").object("thread").string("id").orElseThrow(() -> new AssertionError(answer));
    }

    void startTurn(String threadId, String prompt) {
        List<Object> input = List.of(Map.of("type", "text", "text", prompt));
        send("turn/start", Map.of("threadId", threadId, "input", input));
    }

    /** Runs a turn to its end and returns the turn of {@code turn/completed}. */
    JsonObject turn(String threadId, String prompt) {
        int before = size();
        startTurn(threadId, prompt);
        return awaitAfter(before, isNotification("turn/completed", threadId))
                .object("params")
                .object("turn");
    }

    static Predicate<JsonObject> isNotification(String method, String threadId) {
        return message -> message.string("method").equals(Optional.of(method))
                && message.object("params").string("threadId").equals(Optional.of(threadId));
    }

    /** The first message that fits, whether it has come or comes in time. */
    JsonObject await(Predicate<JsonObject> wanted) {
        return awaitAfter(0, wanted);
    }

    synchronized int size() {
        return lines.size();
    }

    /** The first message from this position on that fits. */
    JsonObject awaitAfter(int from, Predicate<JsonObject> wanted) {
        int next = from;
        while (true) {
            List<String> came = awaitMore(next);
            for (String line : came) {
                JsonObject message = parse(line);
                if (message != null && wanted.test(message)) {
                    return message;
                }
            }
            if (came.isEmpty()) {
                throw new AssertionError("what was waited for did not come after\n" + lastLines() + "\n" + errors());
            }
            next += came.size();
        }
    }

    private String lastLines() {
        List<String> all = lines();
        return all.subList(Math.max(0, all.size() - 10), all.size()).stream()
                .map(line -> line.substring(0, Math.min(300, line.length())))
                .collect(Collectors.joining("\n"));
    }

    /** The lines from a position on; empty if none comes in time, or ever. */
    private synchronized List<String> awaitMore(int from) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (lines.size() <= from && !ended && System.nanoTime() < end) {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(lines.subList(Math.min(from, lines.size()), lines.size()));
    }

    private static @Nullable JsonObject parse(String line) {
        try {
            return Json.readObject(line);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    /** All lines as messages; what is none is left out. */
    synchronized List<JsonObject> messages() {
        List<JsonObject> messages = new ArrayList<>();
        for (String line : lines) {
            JsonObject message = parse(line);
            if (message != null) {
                messages.add(message);
            }
        }
        return messages;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized String errors() {
        return errors.toString();
    }

    /** Reads to the end of the output; whether that came in time. */
    boolean awaitEnd() {
        for (int read = size(); !awaitMore(read).isEmpty(); ) {
            read = size();
        }
        return hasEnded();
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    Process process() {
        return process;
    }

    /** Closes its input, which ends a healthy one, and kills what does not end. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Already gone.
        }
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
