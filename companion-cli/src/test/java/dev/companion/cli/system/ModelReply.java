package dev.companion.cli.system;

import dev.companion.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One answer of the model behind Claude Code. */
record ModelReply(int status, List<Block> blocks, String stopReason) {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /**
     * A part of it.
     *
     * @param tool called with the JSON in {@code text}; empty for words
     */
    record Block(Optional<String> tool, String id, String text) {}

    static ModelReply say(String text) {
        return new ModelReply(200, List.of(new Block(Optional.empty(), "", text)), "end_turn");
    }

    static ModelReply call(String tool, Map<String, @Nullable Object> input) {
        String id = "toolu_" + NUMBERS.incrementAndGet();
        return new ModelReply(200, List.of(new Block(Optional.of(tool), id, Json.text(input))), "tool_use");
    }

    static ModelReply fail(int status) {
        return new ModelReply(status, List.of(), "");
    }
}
