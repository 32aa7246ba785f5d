package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A chat of several prompts in one process of Claude Code, line by line in both directions. For one thread. */
final class Conversation implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;
    private int refusals;

    Conversation(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Types a prompt, says no to whatever needs a permission, and returns the event that ends the turn. */
    JsonObject ask(String prompt) {
        List<String> seen = new ArrayList<>();
        try {
            write(Json.fields("type", "user", "message", Json.fields("role", "user", "content", prompt)));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                seen.add(line);
                JsonObject event = Json.readObject(line);
                if (event.string("type").equals(Optional.of("control_request"))) {
                    refuse(event.string("request_id").orElseThrow());
                } else if (event.string("type").equals(Optional.of("result"))) {
                    return event;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("it ended at " + prompt + ": " + seen);
    }

    private void refuse(String request) throws IOException {
        refusals++;
        Map<String, @Nullable Object> no = Json.fields("behavior", "deny", "message", "The user said no.");
        write(Json.fields(
                "type",
                "control_response",
                "response",
                Json.fields("subtype", "success", "request_id", request, "response", no)));
    }

    private void write(Map<String, @Nullable Object> message) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(Json.bytes(message));
        in.write('\n');
        in.flush();
    }

    /** How often a permission was asked for. */
    int refusals() {
        return refusals;
    }

    /** Ends it as its user would, by saying nothing more. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + LIMIT_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
