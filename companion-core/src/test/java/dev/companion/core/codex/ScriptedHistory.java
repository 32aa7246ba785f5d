package dev.companion.core.codex;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The turns of all threads, kept in a file so that a later process knows them, as Codex's rollouts are. A turn that was
 * begun, has no end and is not played by this process reads as interrupted. Thread-safe; the monitor guards the file.
 */
final class ScriptedHistory {
    private final Path file;
    private final List<String> named;
    private final Set<String> played = ConcurrentHashMap.newKeySet();

    /** @param named threads that can be resumed although no turn of theirs is known */
    ScriptedHistory(Path file, List<String> named) {
        this.file = file;
        this.named = named;
    }

    boolean has(String threadId) {
        return named.contains(threadId)
                || entries().stream().anyMatch(entry -> entry.string("thread").equals(Optional.of(threadId)));
    }

    void begin(String threadId, String turnId, Map<String, ?> userMessage) {
        played.add(turnId);
        add(Map.of("thread", threadId, "turn", turnId, "item", userMessage));
    }

    void item(String turnId, Map<String, ?> item) {
        add(Map.of("turn", turnId, "item", item));
    }

    void end(String turnId, String status) {
        add(Map.of("turn", turnId, "status", status));
    }

    /** Nothing more happens in this turn. */
    void stopped(String turnId) {
        played.remove(turnId);
    }

    /** The turns of a thread as {@code thread/turns/list} shows them, the newest first. */
    List<Map<String, Object>> turns(String threadId) {
        Map<String, PastTurn> turns = new LinkedHashMap<>();
        for (JsonObject entry : entries()) {
            String turnId = entry.string("turn").orElseThrow();
            if (entry.string("thread").equals(Optional.of(threadId))) {
                turns.put(turnId, new PastTurn(played.contains(turnId)));
            }
            PastTurn turn = turns.get(turnId);
            if (turn != null) {
                turn.takeIn(entry);
            }
        }
        List<Map<String, Object>> newestFirst = new ArrayList<>();
        turns.forEach((id, turn) ->
                newestFirst.add(0, Map.of("id", id, "status", turn.status, "items", List.copyOf(turn.items))));
        return newestFirst;
    }

    private static final class PastTurn {
        private final List<Object> items = new ArrayList<>();
        private String status;

        PastTurn(boolean isPlayed) {
            status = isPlayed ? "inProgress" : "interrupted";
        }

        void takeIn(JsonObject entry) {
            status = entry.string("status").orElse(status);
            Object item = entry.value("item");
            if (item != null) {
                items.add(item);
            }
        }
    }

    private synchronized List<JsonObject> entries() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Json::readObject).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void add(Map<String, ?> entry) {
        try {
            Files.writeString(file, Json.text(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
