package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.LongTexts;
import java.util.List;
import java.util.Optional;

/** What the items that {@code codex exec} reports mean; a kind of item that we do not know is an activity with its name. */
final class ExecItems {
    private final LongTexts longTexts;
    private List<TurnEvent.PlanStep> plan = List.of();

    ExecItems(LongTexts longTexts) {
        this.longTexts = longTexts;
    }

    List<TurnEvent> started(JsonObject item) {
        return switch (type(item)) {
            case "command_execution" -> List.of(command("started", item));
            case "file_change" -> List.of(new TurnEvent.FileChange(ItemEvents.id(item), "started", files(item)));
            case "todo_list" -> plan(item);
            case "agent_message", "reasoning", "error", "" -> List.of();
            case "web_search" -> List.of(new TurnEvent.Activity("searching the web"));
            case "mcp_tool_call" ->
                List.of(new TurnEvent.Activity(
                        "calling " + item.string("server").orElse("a server") + "/"
                                + item.string("tool").orElse("a tool")));
            default -> List.of(new TurnEvent.Activity(type(item)));
        };
    }

    List<TurnEvent> updated(JsonObject item) {
        return type(item).equals("todo_list") ? plan(item) : List.of();
    }

    List<TurnEvent> completed(JsonObject item) {
        return switch (type(item)) {
            case "agent_message" ->
                List.of(new TurnEvent.Message(ItemEvents.id(item), message(item), Optional.empty()));
            case "reasoning" ->
                item.string("text")
                        .filter(text -> !text.isBlank() && !longTexts.isReference(text))
                        .map(text -> List.<TurnEvent>of(new TurnEvent.Reasoning(ItemEvents.id(item), text)))
                        .orElse(List.of());
            case "command_execution" -> List.of(command(item.string("status").orElse("completed"), item));
            case "file_change" ->
                List.of(new TurnEvent.FileChange(
                        ItemEvents.id(item), item.string("status").orElse("completed"), files(item)));
            case "todo_list" -> plan(item);
            case "error" -> List.of(new TurnEvent.Warning(item.string("message").orElse("a warning without words")));
            default -> List.of();
        };
    }

    private static String type(JsonObject item) {
        return item.string("type").orElse("");
    }

    private MessageText message(JsonObject item) {
        String text = item.string("text").orElse("");
        return longTexts
                .keep(text)
                .<MessageText>map(MessageText.Kept::new)
                .orElseGet(() -> new MessageText.Inline(text));
    }

    private TurnEvent command(String status, JsonObject item) {
        return new TurnEvent.Command(
                ItemEvents.id(item),
                status,
                item.string("command")
                        .filter(text -> !longTexts.isReference(text))
                        .map(ItemEvents::withoutShell)
                        .orElse(""),
                false,
                item.number("exit_code"),
                Optional.empty(),
                status.equals("started")
                        ? Optional.empty()
                        : item.string("aggregated_output").filter(text -> !longTexts.isReference(text)));
    }

    private static List<TurnEvent.ChangedFile> files(JsonObject item) {
        return item.objects("changes").stream()
                .map(change -> new TurnEvent.ChangedFile(
                        change.string("path").orElse(""), change.string("kind").orElse("update")))
                .filter(file -> !file.path().isEmpty())
                .toList();
    }

    /** The list is told again when the turn ends; only a change is news. */
    private List<TurnEvent> plan(JsonObject item) {
        List<TurnEvent.PlanStep> steps = item.objects("items").stream()
                .map(step -> new TurnEvent.PlanStep(
                        step.string("text").orElse(""), step.flag("completed") ? "completed" : "pending"))
                .toList();
        if (steps.equals(plan)) {
            return List.of();
        }
        plan = steps;
        return List.of(new TurnEvent.Plan(Optional.empty(), steps));
    }
}
