package dev.companion.core.worker;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.codex.MessageText;
import dev.companion.core.codex.TurnError;
import dev.companion.core.codex.TurnEvent;
import dev.companion.core.job.EventType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an event of the turn into an entry of the event log; texts are bounded. {@code docs/events.md} lists the shapes. */
final class EventData {
    /** Which item of the turn an entry is about, as Codex names it. */
    static final String ITEM_ID = "itemId";

    /** How an item stands that has begun and not ended. */
    static final String STARTED = "started";

    private static final int LONGEST_TEXT = 32 * 1024;
    private static final int LONGEST_OUTPUT = 4 * 1024;

    /** An entry of the log. */
    record Entry(EventType type, Map<String, @Nullable Object> data) {
        /** Of the item that it is about; empty if of none. */
        String itemId() {
            return data.get(ITEM_ID) instanceof String id ? id : "";
        }
    }

    private EventData() {}

    static Optional<Entry> of(TurnEvent event) {
        if (event instanceof TurnEvent.Message message) {
            return Optional.of(new Entry(EventType.MESSAGE, message(message)));
        }
        if (event instanceof TurnEvent.Reasoning reasoning) {
            return Optional.of(new Entry(EventType.REASONING, reasoning(reasoning)));
        }
        if (event instanceof TurnEvent.Command command) {
            return Optional.of(new Entry(EventType.COMMAND, command(command)));
        }
        if (event instanceof TurnEvent.FileChange change) {
            return Optional.of(new Entry(EventType.FILE_CHANGE, change(change)));
        }
        if (event instanceof TurnEvent.Diff diff) {
            return Optional.of(new Entry(
                    EventType.DIFF,
                    fields(
                            "diff",
                            cut(diff.text(), LONGEST_TEXT),
                            "truncated",
                            diff.text().length() > LONGEST_TEXT)));
        }
        if (event instanceof TurnEvent.Plan plan) {
            return Optional.of(new Entry(EventType.PLAN, plan(plan)));
        }
        if (event instanceof TurnEvent.TokenUsage usage) {
            return Optional.of(new Entry(EventType.USAGE, usage(usage)));
        }
        if (event instanceof TurnEvent.UsageLimits told) {
            return Optional.of(new Entry(EventType.RATE_LIMITS, told.limits().fields()));
        }
        if (event instanceof TurnEvent.Activity activity) {
            return Optional.of(new Entry(EventType.PROGRESS, fields("phase", null, "message", activity.what())));
        }
        if (event instanceof TurnEvent.Warning warning) {
            return Optional.of(new Entry(EventType.WARNING, fields("message", oneLine(warning.message(), 1000))));
        }
        if (event instanceof TurnEvent.ModelChanged changed) {
            return Optional.of(
                    new Entry(EventType.WARNING, fields("message", "Codex went over to model " + changed.model())));
        }
        if (event instanceof TurnEvent.Retrying retrying) {
            return Optional.of(new Entry(EventType.ERROR, error(retrying.error(), true)));
        }
        if (event instanceof TurnEvent.GaveUp gaveUp) {
            return Optional.of(new Entry(EventType.ERROR, error(gaveUp.error(), false)));
        }
        return Optional.empty();
    }

    private static Map<String, @Nullable Object> reasoning(TurnEvent.Reasoning reasoning) {
        return fields(ITEM_ID, reasoning.itemId(), "summary", cut(reasoning.summary(), LONGEST_TEXT));
    }

    private static Map<String, @Nullable Object> message(TurnEvent.Message message) {
        boolean inline = message.text() instanceof MessageText.Inline;
        String text = message.text() instanceof MessageText.Inline text0 ? text0.text() : "(a long message)";
        return fields(
                ITEM_ID,
                message.itemId(),
                "text",
                cut(text, LONGEST_TEXT),
                "truncated",
                !inline || text.length() > LONGEST_TEXT,
                "phase",
                message.phase().orElse(null));
    }

    private static Map<String, @Nullable Object> command(TurnEvent.Command command) {
        return fields(
                ITEM_ID,
                command.itemId(),
                "status",
                command.status(),
                "command",
                cut(command.command(), LONGEST_OUTPUT),
                "exitCode",
                command.exitCode().orElse(null),
                "durationMs",
                command.durationMs().orElse(null),
                "output",
                command.output().map(text -> tail(text, LONGEST_OUTPUT)).orElse(null));
    }

    private static Map<String, @Nullable Object> change(TurnEvent.FileChange change) {
        List<Map<String, @Nullable Object>> files = change.files().stream()
                .map(file -> fields("path", file.path(), "kind", file.kind()))
                .toList();
        return fields(ITEM_ID, change.itemId(), "status", change.status(), "changes", files);
    }

    private static Map<String, @Nullable Object> plan(TurnEvent.Plan plan) {
        List<Map<String, @Nullable Object>> steps = plan.steps().stream()
                .map(step -> fields("step", cut(step.step(), 1000), "status", step.status()))
                .toList();
        return fields("explanation", plan.explanation().orElse(null), "steps", steps);
    }

    private static Map<String, @Nullable Object> usage(TurnEvent.TokenUsage usage) {
        return fields(
                "inputTokens", usage.input(),
                "cachedInputTokens", usage.cachedInput(),
                "outputTokens", usage.output(),
                "reasoningOutputTokens", usage.reasoningOutput(),
                "totalTokens", usage.total());
    }

    private static Map<String, @Nullable Object> error(TurnError error, boolean willRetry) {
        return fields(
                "message",
                oneLine(error.message(), 1000),
                "errorClass",
                error.errorClass(),
                "httpStatus",
                error.httpStatus().orElse(null),
                "willRetry",
                willRetry);
    }

    /** The text on one line, cut. */
    static String oneLine(String text, int limit) {
        return cut(text.strip().replaceAll("\\s+", " "), limit);
    }

    private static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }

    private static String tail(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int start = text.length() - limit;
        return text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }
}
