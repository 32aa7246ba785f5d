package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.LongTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fold over the lines that {@code codex exec --json} reports; one run is one turn of one thread. An error is final only
 * if the turn fails next or nothing more comes, so it is told with what follows it. Touches nothing outside. Not
 * thread-safe: used by the reading thread.
 */
public final class ExecCollector {
    private final ExecItems items;
    private Optional<String> lastError = Optional.empty();

    /** @param longTexts of the child that reports */
    public ExecCollector(LongTexts longTexts) {
        this.items = new ExecItems(longTexts);
    }

    /** What a line means for us. */
    public List<TurnEvent> accept(JsonObject line) {
        String type = line.string("type").orElse("");
        List<TurnEvent> events = new ArrayList<>();
        if (!type.equals("turn.failed")) {
            tellLastError(events, false);
        }
        events.addAll(meaning(type, line));
        return events;
    }

    /** What is left to tell when nothing more comes. */
    public List<TurnEvent> end() {
        List<TurnEvent> events = new ArrayList<>();
        tellLastError(events, true);
        return events;
    }

    private List<TurnEvent> meaning(String type, JsonObject line) {
        return switch (type) {
            case "thread.started" ->
                line.string("thread_id")
                        .map(id -> List.<TurnEvent>of(new TurnEvent.ThreadStarted(id)))
                        .orElse(List.of());
            case "turn.started" -> List.of(new TurnEvent.TurnStarted());
            case "item.started" -> items.started(line.object("item"));
            case "item.updated" -> items.updated(line.object("item"));
            case "item.completed" -> items.completed(line.object("item"));
            case "error" -> error(line.string("message").orElse("no message"));
            case "turn.completed" -> completed(line.object("usage"));
            case "turn.failed" ->
                failed(line.object("error")
                        .string("message")
                        .or(() -> lastError)
                        .orElse("no message"));
            default -> List.of();
        };
    }

    private List<TurnEvent> error(String message) {
        if (ExecErrors.isRetried(message)) {
            return List.of(new TurnEvent.Retrying(ExecErrors.of(message)));
        }
        lastError = Optional.of(message);
        return List.of();
    }

    private void tellLastError(List<TurnEvent> events, boolean last) {
        lastError
                .map(ExecErrors::of)
                .ifPresent(error -> events.add(last ? new TurnEvent.GaveUp(error) : new TurnEvent.Retrying(error)));
        lastError = Optional.empty();
    }

    private static List<TurnEvent> completed(JsonObject usage) {
        long input = usage.number("input_tokens").orElse(0L);
        long output = usage.number("output_tokens").orElse(0L);
        TurnEvent counted = new TurnEvent.TokenUsage(
                input,
                usage.number("cached_input_tokens").orElse(0L),
                output,
                usage.number("reasoning_output_tokens").orElse(0L),
                input + output);
        return List.of(counted, new TurnEvent.Ended("completed", Optional.empty()));
    }

    private List<TurnEvent> failed(String message) {
        lastError = Optional.empty();
        TurnError error = ExecErrors.of(message);
        return List.of(new TurnEvent.GaveUp(error), new TurnEvent.Ended("failed", Optional.of(error)));
    }
}
