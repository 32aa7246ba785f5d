package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call.
 *
 * @param texts for a model that reads: first what it asked for, exactly as it is, then what there is to know about it
 * @param document the same for a program: a document that is published by {@code companion schema}
 * @param isError whether what was asked for did not come about
 */
record ToolResult(List<String> texts, JsonObject document, boolean isError) {
    /** As the protocol has it. */
    Map<String, @Nullable Object> fieldsOfResult() {
        return fields(
                "content",
                texts.stream().map(text -> fields("type", "text", "text", text)).toList(),
                "structuredContent",
                document.fields(),
                "isError",
                isError);
    }

    /** Without the words of Codex. */
    @Override
    public String toString() {
        return "ToolResult[" + texts.size() + " texts, isError=" + isError + "]";
    }
}
