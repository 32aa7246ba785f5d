package dev.companion.core.offline;

import java.util.Optional;

/** One item of a model's answer. */
sealed interface Output {
    /** An assistant message; {@code chunks} is the number of deltas, 0 lets the length decide. */
    record Say(RepeatedText text, int chunks) implements Output {}

    /** A reasoning item with one summary part. */
    record Reason(String summary) implements Output {}

    /**
     * A tool call.
     *
     * @param namespace of the tool: those of MCP servers have one
     * @param payload the JSON arguments of a function or the free text of a custom tool
     */
    record Call(String type, Optional<String> namespace, String name, String payloadField, String payload)
            implements Output {
        static Call function(String name, String arguments) {
            return new Call("function_call", Optional.empty(), name, "arguments", arguments);
        }

        static Call custom(String name, String input) {
            return new Call("custom_tool_call", Optional.empty(), name, "input", input);
        }

        Call in(Optional<String> where) {
            return new Call(type, where, name, payloadField, payload);
        }
    }
}
