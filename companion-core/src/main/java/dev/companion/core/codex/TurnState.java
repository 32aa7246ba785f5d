package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A turn as the thread's history has it, see {@code thread/turns/list}.
 *
 * @param status {@code inProgress}, {@code completed}, {@code failed} or {@code interrupted}
 * @param items those that ended so far, in Codex's own form
 * @param error of a failed turn
 * @param activeId by which it can be interrupted: that of a running review is another one
 */
public record TurnState(String id, String status, List<JsonObject> items, Optional<TurnError> error, String activeId) {
    /** Copies. */
    public TurnState {
        items = List.copyOf(items);
    }

    static TurnState of(JsonObject turn) {
        String activeId = turn.string("id").orElse("");
        return new TurnState(
                turn.string("rootTurnId").orElse(activeId),
                turn.string("status").orElse("unknown"),
                turn.objects("items"),
                turn.value("error") == null ? Optional.empty() : Optional.of(TurnError.of(turn.object("error"))),
                activeId);
    }

    /** Whether it goes on. */
    public boolean isRunning() {
        return status.equals("inProgress");
    }

    /** Whether it works for another turn, as the reviewer does for a review. */
    boolean isInner() {
        return !activeId.equals(id);
    }

    /** Whether it was started under this id of a client, see {@link TurnRequest#clientId}. */
    public boolean isOf(String clientId) {
        return items.stream()
                .filter(item -> item.string("type").equals(Optional.of("userMessage")))
                .anyMatch(item -> item.string("clientId").equals(Optional.of(clientId)));
    }

    /** Without the items: they hold words of the prompt. */
    @Override
    public String toString() {
        return "TurnState[" + id + " " + status + "]";
    }
}
