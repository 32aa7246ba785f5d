package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.Companion;
import dev.companion.cli.Sandbox;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server on a thread of its own and the client's end of its two streams. Every line that it prints has to be JSON. */
final class ServedTools implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PipedOutputStream toServer = new PipedOutputStream();
    private final BlockingQueue<JsonObject> fromServer = new LinkedBlockingQueue<>();
    private final List<JsonObject> seen = new ArrayList<>();
    private final Thread server;
    private final Thread reader;
    private long lastId;

    /** @param patience how long a call stays with a job unless it says otherwise */
    ServedTools(Sandbox sandbox, Duration patience) {
        try {
            PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
            PipedOutputStream out = new PipedOutputStream();
            PipedInputStream printed = new PipedInputStream(out, 1 << 16);
            Terminal terminal = Terminal.of(out, OutputStream.nullOutputStream(), sandbox.environment(), "");
            McpServer served = new McpServer(
                    sandbox.environment(), Optional.empty(), Companion::run, patience, terminal, () -> {});
            server = new Thread(() -> serve(served, in, out), "served");
            reader = new Thread(() -> read(printed), "answers");
            server.start();
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(McpServer served, PipedInputStream in, PipedOutputStream out) {
        served.serve(in);
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(PipedInputStream printed) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                fromServer.add(Json.readObject(line));
            }
        } catch (IOException | UncheckedIOException e) {
            fromServer.add(JsonObject.of(fields("broken", String.valueOf(e.getMessage()))));
        }
    }

    /** Sends a line as it is. */
    void line(String line) {
        try {
            toServer.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            toServer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request; its id. */
    long send(String method, Map<String, ? extends @Nullable Object> params) {
        lastId++;
        line(Json.text(fields("jsonrpc", "2.0", "id", lastId, "method", method, "params", params)));
        return lastId;
    }

    /** Calls a tool; its id. */
    long call(String tool, Map<String, ? extends @Nullable Object> arguments) {
        return send("tools/call", fields("name", tool, "arguments", arguments));
    }

    /** Notifies. */
    void tell(String method, Map<String, ? extends @Nullable Object> params) {
        line(Json.text(fields("jsonrpc", "2.0", "method", method, "params", params)));
    }

    /** Waits for the answer to a request; the whole message. */
    JsonObject answer(long id) {
        return await(message -> message.number("id").equals(Optional.of(id))
                && message.string("method").isEmpty());
    }

    /** Calls a tool and waits; its result. */
    JsonObject result(String tool, Map<String, ? extends @Nullable Object> arguments) {
        JsonObject answer = answer(call(tool, arguments));
        if (!answer.fields().containsKey("result")) {
            throw new AssertionError("refused: " + Json.text(answer.fields()));
        }
        return answer.object("result");
    }

    /** Waits for a message; what came before stays in {@link #seen}. */
    JsonObject await(Predicate<JsonObject> wanted) {
        for (JsonObject message : seen) {
            if (wanted.test(message)) {
                return message;
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                JsonObject next = fromServer.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("no such message; there were " + seen.size());
                }
                seen.add(next);
                if (wanted.test(next)) {
                    return next;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Every message so far, in order. */
    List<JsonObject> seen() {
        fromServer.drainTo(seen);
        return List.copyOf(seen);
    }

    /** The first text of a result. */
    static String text(JsonObject result) {
        return result.objects("content").get(0).string("text").orElseThrow();
    }

    /** The client goes; returns when the server has gone, too. */
    @Override
    public void close() {
        try {
            toServer.close();
            server.join(PATIENCE.toMillis());
            reader.join(PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (server.isAlive()) {
            throw new AssertionError("the server did not end");
        }
    }
}
