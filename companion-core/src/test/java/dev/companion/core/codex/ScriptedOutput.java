package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the child says to one client: whole lines only. Thread-safe; the monitor of this object guards the stream. */
final class ScriptedOutput {
    private final OutputStream sink;
    private final OutputStream out;

    ScriptedOutput(OutputStream sink) {
        this.sink = sink;
        this.out = new BufferedOutputStream(sink, 65_536);
    }

    static ScriptedOutput onStdout() {
        return new ScriptedOutput(new FileOutputStream(FileDescriptor.out));
    }

    void line(String text) {
        line(text.getBytes(UTF_8));
    }

    synchronized void line(byte[] line) {
        bytes(line, new byte[0], 0);
    }

    void message(Map<String, ? extends @Nullable Object> message) {
        line(Json.text(message));
    }

    void result(@Nullable Object id, @Nullable Object result) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("result", result);
        message(message);
    }

    /** The real one writes the error before the id. */
    void error(@Nullable Object id, @Nullable Object error) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("error", error);
        message.put("id", id);
        message(message);
    }

    void notification(String method, @Nullable Object params) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("method", method);
        if (params != null) {
            message.put("params", params);
        }
        message.put("emittedAtMs", System.currentTimeMillis());
        message(message);
    }

    /** A line of a head, as many times an x, and the characters that close a JSON string and its objects. */
    synchronized void longLine(String head, int fill) {
        bytes(head.getBytes(UTF_8), "\"}}".getBytes(UTF_8), fill);
    }

    private synchronized void bytes(byte[] head, byte[] tail, int fill) {
        byte[] block = new byte[65_536];
        Arrays.fill(block, (byte) 'x');
        try {
            out.write(head);
            for (int left = fill; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
            out.write(tail);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void close() {
        try {
            sink.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
