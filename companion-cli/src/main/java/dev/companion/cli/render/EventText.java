package dev.companion.cli.render;

import dev.companion.core.job.Event;
import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An event in one line, for people. Control characters never reach the terminal. */
public final class EventText {
    private static final String ESCAPE_SEQUENCE = "\u001b\\[[0-?]*[ -/]*[@-~]";
    private static final String UNPRINTABLE =
            "[\\s\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]+";

    private EventText() {}

    /** The line without a time; empty for an event that says nothing to a person. */
    public static Optional<String> line(Event event) {
        JsonObject data = event.data();
        return switch (event.type()) {
            case JOB_QUEUED -> Optional.of("queued: " + text(data, "title"));
            case JOB_STARTED ->
                Optional.of("started by worker " + data.number("pid").orElse(0L));
            case THREAD_READY ->
                Optional.of(
                        "thread " + text(data, "threadId") + (data.flag("resumed") ? " resumed" : "") + settings(data));
            case TURN_STARTED -> Optional.of("turn started");
            case PROGRESS ->
                Optional.of(data.string("phase").map(phase -> phase + ": ").orElse("") + text(data, "message"));
            case MESSAGE -> Optional.of("codex: " + text(data, "text"));
            case REASONING -> Optional.of("thinking: " + text(data, "summary").replace("**", ""));
            case COMMAND -> Optional.of(command(data));
            case FILE_CHANGE -> fileChange(data);
            case PLAN -> Optional.of(plan(data));
            case APPROVAL -> Optional.of("Codex asked (" + text(data, "method") + "): " + text(data, "decision"));
            case WARNING -> Optional.of("warning: " + text(data, "message"));
            case ERROR ->
                Optional.of("error: " + text(data, "message") + (data.flag("willRetry") ? " (trying again)" : ""));
            case JOB_FINISHED ->
                Optional.of(text(data, "status")
                        + data.string("reason")
                                .map(reason -> " (" + reason + ")")
                                .orElse("")
                        + data.string("message").map(message -> ": " + message).orElse(""));
            case DIFF, USAGE, RATE_LIMITS -> Optional.empty();
        };
    }

    /** What Codex says that holds, in brackets; over some transports it says nothing. */
    private static String settings(JsonObject data) {
        List<String> known = Stream.of("sandbox", "model")
                .flatMap(field -> data.string(field).stream())
                .map(EventText::plain)
                .toList();
        return known.isEmpty() ? "" : " (" + String.join(", ", known) + ")";
    }

    private static String command(JsonObject data) {
        String command = text(data, "command");
        if (text(data, "status").equals("started")) {
            return "$ " + command;
        }
        String exit = data.number("exitCode").map(code -> "exit " + code).orElse(text(data, "status"));
        return exit + ": " + command;
    }

    private static Optional<String> fileChange(JsonObject data) {
        if (text(data, "status").equals("started")) {
            return Optional.empty();
        }
        List<String> files = data.objects("changes").stream()
                .map(change -> text(change, "kind") + " " + text(change, "path"))
                .toList();
        String failed = text(data, "status").equals("completed") ? "" : text(data, "status") + ": ";
        return Optional.of(failed + String.join(", ", files));
    }

    private static String plan(JsonObject data) {
        List<String> steps = data.objects("steps").stream()
                .map(step -> switch (text(step, "status")) {
                    case "completed" -> "[x] " + text(step, "step");
                    case "inProgress" -> "[>] " + text(step, "step");
                    default -> "[ ] " + text(step, "step");
                })
                .toList();
        return "plan: " + String.join("  ", steps);
    }

    private static String text(JsonObject data, String field) {
        return plain(data.string(field).orElse("?"));
    }

    /** The text on one line, without anything that could move the cursor, change the colour or turn the direction. */
    public static String plain(String text) {
        return text.replaceAll(ESCAPE_SEQUENCE, "").replaceAll(UNPRINTABLE, " ").strip();
    }

    /** At most so many columns. */
    public static String cut(String line, int width) {
        return Columns.cut(line, width);
    }
}
