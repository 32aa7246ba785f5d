package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.LongTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the items of a turn mean; a kind of item that we do not know is an activity with its name. */
final class ItemEvents {
    private final LongTexts longTexts;
    private boolean hasMessage;

    ItemEvents(LongTexts longTexts) {
        this.longTexts = longTexts;
    }

    boolean hasMessage() {
        return hasMessage;
    }

    List<TurnEvent> started(JsonObject item) {
        return switch (item.string("type").orElse("")) {
            case "commandExecution" -> List.of(command("started", item));
            case "fileChange" -> List.of(new TurnEvent.FileChange(id(item), "started", files(item)));
            case "agentMessage", "userMessage", "reasoning", "subAgentActivity", "exitedReviewMode", "" -> List.of();
            case "enteredReviewMode" -> List.of(new TurnEvent.Activity("reviewing"));
            case "webSearch" -> List.of(new TurnEvent.Activity("searching the web"));
            case "mcpToolCall" ->
                List.of(new TurnEvent.Activity(
                        "calling " + item.string("server").orElse("a server") + "/"
                                + item.string("tool").orElse("a tool")));
            case "contextCompaction" -> List.of(new TurnEvent.Activity("compacting the context"));
            default -> List.of(new TurnEvent.Activity(item.string("type").orElse("")));
        };
    }

    List<TurnEvent> completed(JsonObject item) {
        return switch (item.string("type").orElse("")) {
            case "agentMessage" -> messageOf(item);
            case "exitedReviewMode" ->
                List.of(new TurnEvent.ReviewText(
                        id(item), kept(item.string("review").orElse(""))));
            case "reasoning" -> reasoning(item);
            case "commandExecution" -> List.of(command(item.string("status").orElse("completed"), item));
            case "fileChange" ->
                List.of(new TurnEvent.FileChange(id(item), item.string("status").orElse("completed"), files(item)));
            case "subAgentActivity" ->
                List.of(new TurnEvent.Activity(
                        "sub-agent " + item.string("agentPath").orElse("") + " "
                                + item.string("kind").orElse("")));
            default -> List.of();
        };
    }

    static String id(JsonObject item) {
        return item.string("id").orElse("");
    }

    /** The message of an item, if it is one. */
    List<TurnEvent> messageOf(JsonObject item) {
        if (!item.string("type").equals(Optional.of("agentMessage"))) {
            return List.of();
        }
        hasMessage = true;
        MessageText message = kept(item.string("text").orElse(""));
        return List.of(new TurnEvent.Message(id(item), message, item.string("phase")));
    }

    private MessageText kept(String text) {
        return longTexts
                .keep(text)
                .<MessageText>map(MessageText.Kept::new)
                .orElseGet(() -> new MessageText.Inline(text));
    }

    private static List<TurnEvent> reasoning(JsonObject item) {
        List<TurnEvent> events = new ArrayList<>();
        for (String summary : item.strings("summary")) {
            if (!summary.isBlank()) {
                events.add(new TurnEvent.Reasoning(id(item), summary));
            }
        }
        return events;
    }

    private TurnEvent command(String status, JsonObject item) {
        List<JsonObject> actions = item.objects("commandActions");
        boolean readsOnly = !actions.isEmpty()
                && actions.stream().noneMatch(action -> action.string("type").equals(Optional.of("unknown")));
        return new TurnEvent.Command(
                id(item),
                status,
                item.string("command").map(ItemEvents::withoutShell).orElse(""),
                readsOnly,
                item.number("exitCode"),
                item.number("durationMs"),
                item.string("aggregatedOutput").filter(text -> !longTexts.isReference(text)));
    }

    /** {@code /bin/bash -lc 'ls'} is for people {@code ls}. */
    static String withoutShell(String command) {
        for (String shell : List.of("/bin/bash -lc ", "/bin/zsh -lc ", "/bin/sh -lc ", "bash -lc ", "zsh -lc ")) {
            if (command.startsWith(shell)) {
                String inner = command.substring(shell.length());
                boolean quoted = inner.length() > 1 && inner.startsWith("'") && inner.endsWith("'");
                return quoted ? inner.substring(1, inner.length() - 1).replace("'\\''", "'") : inner;
            }
        }
        return command;
    }

    private static List<TurnEvent.ChangedFile> files(JsonObject item) {
        return item.objects("changes").stream()
                .map(change -> new TurnEvent.ChangedFile(
                        change.string("path").orElse(""),
                        change.object("kind")
                                .string("type")
                                .or(() -> change.string("kind"))
                                .orElse("update")))
                .filter(file -> !file.path().isEmpty())
                .toList();
    }
}
