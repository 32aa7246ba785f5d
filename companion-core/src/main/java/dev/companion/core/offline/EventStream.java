package dev.companion.core.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of the Responses API on one connection. A large message is never whole in memory. Not thread-safe.
 */
final class EventStream {
    private static final long DELTA_LENGTH = 8_192;
    private static final long SLICE_LENGTH = 65_536;

    private final OutputStream out;
    private final String responseId;
    private final Lifetime lifetime;
    private final Duration pace;

    EventStream(OutputStream out, String responseId, Lifetime lifetime, Duration pace) {
        this.out = new BufferedOutputStream(out, 32_768);
        this.responseId = responseId;
        this.lifetime = lifetime;
        this.pace = pace;
    }

    void created() throws IOException {
        event(Json.text(Map.of("type", "response.created", "response", Map.of("id", responseId))));
    }

    void completed(long inputTokens, long outputTokens) throws IOException {
        Map<String, Object> usage = Map.of(
                "input_tokens",
                inputTokens,
                "input_tokens_details",
                Map.of("cached_tokens", 0),
                "output_tokens",
                outputTokens,
                "output_tokens_details",
                Map.of("reasoning_tokens", 0),
                "total_tokens",
                inputTokens + outputTokens);
        event(Json.text(Map.of("type", "response.completed", "response", Map.of("id", responseId, "usage", usage))));
    }

    /** One event; {@code json} holds no line break. */
    void event(String json) throws IOException {
        write("data: ");
        write(json);
        write("\n\n");
    }

    void messageDeltas(String itemId, Output.Say say) throws IOException {
        event(Json.text(Map.of("type", "response.output_item.added", "item", message(itemId, List.of()))));
        long length = say.text().length();
        long step = say.chunks() > 0 ? Math.max(1, (length + say.chunks() - 1) / say.chunks()) : DELTA_LENGTH;
        for (long from = 0; from < length; ) {
            long to = say.text().boundary(from + step);
            event(Json.text(Map.of(
                    "type",
                    "response.output_text.delta",
                    "item_id",
                    itemId,
                    "output_index",
                    0,
                    "content_index",
                    0,
                    "delta",
                    say.text().slice(from, to))));
            from = to;
            rest();
        }
    }

    private void rest() throws IOException {
        if (!pace.isZero()) {
            flush();
            lifetime.pause(pace);
        }
    }

    void messageDone(String itemId, Output.Say say) throws IOException {
        write(
                "data: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"");
        write(itemId);
        write("\",\"content\":[{\"type\":\"output_text\",\"text\":\"");
        for (long from = 0; from < say.text().length(); ) {
            long to = say.text().boundary(from + SLICE_LENGTH);
            String quoted = Json.text(say.text().slice(from, to));
            write(quoted.substring(1, quoted.length() - 1));
            from = to;
        }
        write("\"}]}}\n\n");
    }

    void reasoning(String itemId, Output.Reason reason) throws IOException {
        event(Json.text(Map.of("type", "response.output_item.added", "item", reasoningItem(itemId, List.of()))));
        event(Json.text(
                Map.of("type", "response.reasoning_summary_part.added", "item_id", itemId, "summary_index", 0)));
        event(Json.text(Map.of(
                "type",
                "response.reasoning_summary_text.delta",
                "item_id",
                itemId,
                "summary_index",
                0,
                "delta",
                reason.summary())));
        List<Object> summary = List.of(Map.of("type", "summary_text", "text", reason.summary()));
        event(Json.text(Map.of("type", "response.output_item.done", "item", reasoningItem(itemId, summary))));
    }

    void call(String callId, Output.Call call) throws IOException {
        Map<String, @Nullable Object> item = Json.fields(
                "type", call.type(), "call_id", callId, "name", call.name(), call.payloadField(), call.payload());
        call.namespace().ifPresent(namespace -> item.put("namespace", namespace));
        event(Json.text(Map.of("type", "response.output_item.done", "item", item)));
    }

    private static Map<String, Object> message(String itemId, List<Object> content) {
        return Map.of("type", "message", "role", "assistant", "id", itemId, "content", content);
    }

    private static Map<String, Object> reasoningItem(String itemId, List<Object> summary) {
        return Map.of("type", "reasoning", "id", itemId, "summary", summary);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    void flush() throws IOException {
        out.flush();
    }
}
