package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedCodex} does after a {@code turn/start}, message by message, in the shapes of the real one.
 * Immutable: every method returns a longer turn.
 */
public final class ScriptedTurn {
    /** How a turn ends that nobody finishes. */
    public enum Cut {
        /** The process exits with 1. */
        EXIT,
        /** The process kills itself with SIGKILL. */
        KILL,
        /** The output is closed; the process lives on. */
        CLOSE_STDOUT,
        /** Nothing comes any more; the process lives on. */
        SILENCE
    }

    private static final Set<String> MESSAGES = Set.of("answer", "notify", "request");

    private final List<Map<String, ?>> actions;
    private final @Nullable Map<String, ?> lastMessage;

    private ScriptedTurn(List<Map<String, ?>> actions, @Nullable Map<String, ?> lastMessage) {
        this.actions = actions;
        this.lastMessage = lastMessage;
    }

    /** The answer to {@code turn/start}, then the start of the turn and the user's message. */
    public static ScriptedTurn begin() {
        return new ScriptedTurn(List.of(), null)
                .then("answer", Map.of())
                .startNotifications()
                .userMessage();
    }

    /** The same, but the turn starts before {@code turn/start} is answered, as the real one sometimes does. */
    public static ScriptedTurn beginBeforeAnswer() {
        return new ScriptedTurn(List.of(), null)
                .startNotifications()
                .then("answer", Map.of())
                .userMessage();
    }

    /** No message at all, not even the answer to {@code turn/start}. */
    public static ScriptedTurn mute() {
        return new ScriptedTurn(List.of(), null);
    }

    /** A turn that says one thing and completes. */
    public static ScriptedTurn happy(String finalMessage) {
        return begin().message(finalMessage).usage(100, 20).completed();
    }

    private ScriptedTurn startNotifications() {
        return status(Map.of("type", "active", "activeFlags", List.of()))
                .notification("turn/started", Map.of("turn", ScriptedItems.turn("inProgress", List.of(), null)));
    }

    private ScriptedTurn userMessage() {
        return item(ScriptedItems.userMessage(), ScriptedItems.userMessage());
    }

    /** An assistant message: started, one delta, completed. */
    public ScriptedTurn message(String text) {
        String id = nextId("msg");
        Map<String, @Nullable Object> done = ScriptedItems.agentMessage(id, text);
        return new ScriptedTurn(
                itemStarted(ScriptedItems.agentMessage(id, ""))
                        .delta("item/agentMessage/delta", id, text)
                        .itemCompleted(done)
                        .actions,
                done);
    }

    /** A part of a message that is never completed. */
    public ScriptedTurn partialMessage(String text) {
        String id = nextId("msg");
        return itemStarted(ScriptedItems.agentMessage(id, "")).delta("item/agentMessage/delta", id, text);
    }

    /** A reasoning item with a summary. */
    public ScriptedTurn reasoning(String summary) {
        String id = nextId("rs");
        return itemStarted(ScriptedItems.reasoning(id, List.of()))
                .notification("item/reasoning/summaryPartAdded", Map.of("itemId", id, "summaryIndex", 0))
                .notification(
                        "item/reasoning/summaryTextDelta", Map.of("itemId", id, "delta", summary, "summaryIndex", 0))
                .itemCompleted(ScriptedItems.reasoning(id, List.of(summary)));
    }

    /** A command that has run. */
    public ScriptedTurn command(String command, int exitCode, String output) {
        String id = nextId("call");
        return itemStarted(ScriptedItems.command(id, command, "inProgress", null, null))
                .delta("item/commandExecution/outputDelta", id, output)
                .itemCompleted(
                        ScriptedItems.command(id, command, exitCode == 0 ? "completed" : "failed", exitCode, output));
    }

    /** A command that still runs. */
    public ScriptedTurn runningCommand(String command) {
        return itemStarted(ScriptedItems.command(nextId("call"), command, "inProgress", null, null));
    }

    /** A patch that adds a file, and the diff of the turn. */
    public ScriptedTurn addedFile(Path path, String content) {
        String id = nextId("call");
        return item(
                        ScriptedItems.fileChange(id, path, content, "inProgress"),
                        ScriptedItems.fileChange(id, path, content, "completed"))
                .notification("turn/diff/updated", Map.of("diff", ScriptedItems.addedDiff(path, content)));
    }

    /** A plan; states are {@code pending}, {@code inProgress} or {@code completed}. */
    public ScriptedTurn plan(Map<String, String> stateByStep) {
        List<Object> plan = new ArrayList<>();
        stateByStep.forEach((step, state) -> plan.add(Map.of("step", step, "status", state)));
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("explanation", null);
        params.put("plan", plan);
        return notification("turn/plan/updated", params);
    }

    /** What has been added last, so many times more. */
    public ScriptedTurn again(int times) {
        List<Map<String, ?>> longer = new ArrayList<>(actions);
        longer.addAll(Collections.nCopies(times, actions.get(actions.size() - 1)));
        return new ScriptedTurn(List.copyOf(longer), lastMessage);
    }

    /** Token usage and rate limits. */
    public ScriptedTurn usage(long inputTokens, long outputTokens) {
        return notification(
                        "thread/tokenUsage/updated",
                        Map.of("tokenUsage", ScriptedItems.tokenUsage(inputTokens, outputTokens)))
                .then("notify", ScriptedItems.rateLimits());
    }

    /** The end: idle, completed, with the last message. */
    public ScriptedTurn completed() {
        List<Map<String, ?>> items = lastMessage == null ? List.of() : List.of(lastMessage);
        return status(Map.of("type", "idle")).end("completed", items, null);
    }

    /** The end of an interrupted turn; an interrupt brings it by itself. */
    public ScriptedTurn interrupted() {
        return status(Map.of("type", "idle")).end("interrupted", List.of(), null);
    }

    /** The end of a failed turn, with its final error before it. */
    public ScriptedTurn failed(String message, Object codexErrorInfo) {
        return fatalError(message, codexErrorInfo)
                .end("failed", List.of(), ScriptedItems.error(message, codexErrorInfo));
    }

    /** A final error; {@code turn/completed} does not follow by itself. */
    public ScriptedTurn fatalError(String message, Object codexErrorInfo) {
        return status(Map.of("type", "systemError")).error(message, codexErrorInfo, false);
    }

    /** An error that Codex gets over. */
    public ScriptedTurn retriedError(String message, Object codexErrorInfo) {
        return error(message, codexErrorInfo, true);
    }

    private ScriptedTurn error(String message, Object codexErrorInfo, boolean willRetry) {
        return notification(
                "error", Map.of("error", ScriptedItems.error(message, codexErrorInfo), "willRetry", willRetry));
    }

    /** The completion of a turn of this thread that is not ours. */
    public ScriptedTurn completionOfOtherTurn() {
        Map<String, @Nullable Object> other = new HashMap<>(ScriptedItems.turn("completed", List.of(), null));
        other.put("id", "another-turn");
        return notification("turn/completed", Map.of("turn", other));
    }

    /** A whole turn of a sub-agent's thread, with a fatal error or a completion at its end. */
    public ScriptedTurn subAgentTurn(boolean fails) {
        return then("notify", ScriptedItems.subAgent("turn/started", "inProgress"))
                .then("notify", fails ? ScriptedItems.subAgentError() : ScriptedItems.subAgentMessage("child says"))
                .then("notify", ScriptedItems.subAgent("turn/completed", fails ? "failed" : "completed"));
    }

    /** A request to the client; the turn waits for its answer. See {@link ScriptedRequests}. */
    public ScriptedTurn request(String method) {
        return then("request", Map.of("method", method, "params", ScriptedRequests.params(method)));
    }

    /** Any notification of this thread and turn; both ids are added. */
    public ScriptedTurn notification(String method, Map<String, ? extends @Nullable Object> params) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("threadId", ScriptedItems.THREAD_ID);
        all.put("turnId", ScriptedItems.TURN_ID);
        all.putAll(params);
        return then("notify", Map.of("method", method, "params", all));
    }

    /** What a newer Codex might send: a method, an item type and fields that nobody knows. */
    public ScriptedTurn thingsUnknown() {
        Map<String, Object> item = Map.of("type", "hologram", "id", nextId("holo"), "beams", List.of(1, 2));
        return notification("turn/hologram/updated", Map.of("beams", 3))
                .item(item, item)
                .then("notify", Map.of("method", "no/params/at/all"));
    }

    /** Bytes as they are, and a line feed. */
    public ScriptedTurn line(String text) {
        return then("line", Map.of("text", text));
    }

    /** Any bytes, and a line feed. */
    public ScriptedTurn bytes(byte[] line) {
        return then("bytes", Map.of("base64", Base64.getEncoder().encodeToString(line)));
    }

    /** A line of as many bytes that is no JSON and has no string in it. */
    public ScriptedTurn longGarbage(int bytes) {
        return then("longGarbage", Map.of("bytes", bytes));
    }

    /** A message delta whose line has about as many bytes. */
    public ScriptedTurn longDelta(int bytes) {
        return then("longDelta", Map.of("itemId", "msg_1", "bytes", bytes));
    }

    /** As many small deltas as fast as they go. */
    public ScriptedTurn flood(int deltas) {
        return then("flood", Map.of("itemId", "msg_1", "count", deltas));
    }

    /** A line on stderr. */
    public ScriptedTurn stderr(String text) {
        return then("stderr", Map.of("text", text));
    }

    /** Waits; an interrupt ends it. */
    public ScriptedTurn pause(Duration duration) {
        return then("pause", Map.of("ms", duration.toMillis()));
    }

    /** Waits for {@code turn/interrupt}, then ends as interrupted. */
    public ScriptedTurn untilInterrupted() {
        return cut(Cut.SILENCE);
    }

    /** What comes after is never played. */
    public ScriptedTurn cut(Cut cut) {
        return then("cut", Map.of("how", cut.name()));
    }

    /** How many messages this turn sends, the answer to {@code turn/start} among them. */
    public int messageCount() {
        return (int) actions.stream().filter(ScriptedTurn::isMessage).count();
    }

    /** The same turn, cut after its {@code messages}-th message. */
    public ScriptedTurn cutAfter(int messages, Cut cut) {
        int end = IntStream.rangeClosed(0, actions.size())
                .filter(length -> actions.subList(0, length).stream()
                                .filter(ScriptedTurn::isMessage)
                                .count()
                        == messages)
                .findFirst()
                .orElseThrow();
        return new ScriptedTurn(actions.subList(0, end), lastMessage).cut(cut);
    }

    private static boolean isMessage(Map<String, ?> action) {
        return MESSAGES.contains(requireNonNull(action.get("do")));
    }

    private ScriptedTurn status(Map<String, Object> status) {
        return then(
                "notify",
                Map.of(
                        "method",
                        "thread/status/changed",
                        "params",
                        Map.of("threadId", ScriptedItems.THREAD_ID, "status", status)));
    }

    private ScriptedTurn end(String status, List<Map<String, ?>> items, @Nullable Map<String, ?> error) {
        return then(
                "notify",
                Map.of(
                        "method",
                        "turn/completed",
                        "params",
                        Map.of("threadId", ScriptedItems.THREAD_ID, "turn", ScriptedItems.turn(status, items, error))));
    }

    private ScriptedTurn item(Map<String, ?> started, Map<String, ?> completed) {
        return itemStarted(started).itemCompleted(completed);
    }

    private ScriptedTurn itemStarted(Map<String, ?> item) {
        return notification("item/started", Map.of("item", item, "startedAtMs", ScriptedItems.NOW));
    }

    private ScriptedTurn itemCompleted(Map<String, ?> item) {
        return notification("item/completed", Map.of("item", item, "completedAtMs", ScriptedItems.NOW));
    }

    private ScriptedTurn delta(String method, String itemId, String delta) {
        return notification(method, Map.of("itemId", itemId, "delta", delta));
    }

    private String nextId(String kind) {
        return kind + "_" + (actions.size() + 1);
    }

    private ScriptedTurn then(String action, Map<String, ?> details) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("do", action);
        whole.putAll(details);
        List<Map<String, ?>> longer = new ArrayList<>(actions);
        longer.add(whole);
        return new ScriptedTurn(List.copyOf(longer), lastMessage);
    }

    List<Map<String, ?>> actions() {
        return actions;
    }
}
