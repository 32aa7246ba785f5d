package dev.companion.cli.system;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Claude Code sends to its model. */
record ModelRequest(JsonObject body) {
    /** Whether it is of a conversation, and not a question for a title. */
    boolean isConversation() {
        return !tools().isEmpty() || isOfAgent();
    }

    String model() {
        return body.string("model").orElse("");
    }

    /** Whether an agent asks, and not the main conversation. */
    boolean isOfAgent() {
        return Json.text(body.value("system")).contains("cc_is_subagent=true");
    }

    List<String> tools() {
        return body.objects("tools").stream()
                .map(tool -> tool.string("name").orElse(""))
                .toList();
    }

    boolean has(String tool) {
        return tools().contains(tool);
    }

    /** The text of the last message of the user, tool results included. */
    String lastWords() {
        List<JsonObject> messages = userMessages();
        return messages.isEmpty() ? "" : words(messages.get(messages.size() - 1).value("content"));
    }

    /** The text of the first message of the user. */
    String firstWords() {
        List<JsonObject> messages = userMessages();
        return messages.isEmpty() ? "" : words(messages.get(0).value("content"));
    }

    /** Everything that was said to the model, system messages included. */
    String everything() {
        return words(body.value("messages"));
    }

    private List<JsonObject> userMessages() {
        return body.objects("messages").stream()
                .filter(message -> message.string("role").equals(Optional.of("user")))
                .toList();
    }

    /** The text of the last result of a tool; empty if the last message has none. */
    Optional<String> toolResult() {
        List<JsonObject> messages = userMessages();
        if (messages.isEmpty()) {
            return Optional.empty();
        }
        List<String> results = new ArrayList<>();
        for (JsonObject block : messages.get(messages.size() - 1).objects("content")) {
            if (block.string("type").equals(Optional.of("tool_result"))) {
                results.add(words(block.value("content")));
            }
        }
        return results.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", results));
    }

    private static String words(@Nullable Object content) {
        if (content instanceof String text) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        if (content instanceof Iterable<?> blocks) {
            for (Object block : blocks) {
                all.append(words(block)).append('\n');
            }
        } else if (content instanceof Map<?, ?> map) {
            JsonObject block = JsonObject.of(map);
            all.append(block.string("text").orElseGet(() -> words(block.value("content"))));
        }
        return all.toString();
    }
}
