package dev.companion.core.codex;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of messages as codex-cli 0.169.0 writes them. What only the child knows is a {@code {"$": name}}, which the child
 * replaces.
 */
final class ScriptedItems {
    static final Map<String, String> THREAD_ID = Map.of("$", "thread");
    static final Map<String, String> TURN_ID = Map.of("$", "turn");
    static final Map<String, String> NOW = Map.of("$", "now");
    static final Map<String, String> CWD = Map.of("$", "cwd");
    private static final String CHILD_THREAD = "01a20684-0000-7000-8000-0000000c411d";
    private static final String CHILD_TURN = "01a20684-0000-7000-8000-0000000c4117";

    private ScriptedItems() {}

    static Map<String, @Nullable Object> turn(
            String status, List<? extends Map<String, ?>> items, @Nullable Map<String, ?> error) {
        Map<String, @Nullable Object> turn = new LinkedHashMap<>();
        turn.put("id", TURN_ID);
        turn.put("rootTurnId", TURN_ID);
        turn.put("items", items);
        turn.put("itemsView", items.isEmpty() ? "notLoaded" : "summary");
        turn.put("status", status);
        turn.put("error", error);
        turn.put("startedAt", Map.of("$", "nowSeconds"));
        turn.put("completedAt", status.equals("inProgress") ? null : Map.of("$", "nowSeconds"));
        turn.put("durationMs", status.equals("inProgress") ? null : 1_228);
        return turn;
    }

    static Map<String, @Nullable Object> userMessage() {
        Map<String, @Nullable Object> item = item("userMessage", "user_1");
        item.put("clientId", null);
        item.put("content", Map.of("$", "input"));
        return item;
    }

    static Map<String, @Nullable Object> agentMessage(String id, String text) {
        Map<String, @Nullable Object> item = item("agentMessage", id);
        item.put("moderation", null);
        item.put("text", text);
        for (String absent : List.of("phase", "memoryCitation", "delivery", "questions")) {
            item.put(absent, null);
        }
        return item;
    }

    static Map<String, @Nullable Object> reasoning(String id, List<String> summary) {
        Map<String, @Nullable Object> item = item("reasoning", id);
        item.put("summary", summary);
        item.put("content", List.of());
        return item;
    }

    static Map<String, @Nullable Object> command(
            String id, String command, String status, @Nullable Integer exitCode, @Nullable String output) {
        Map<String, @Nullable Object> item = item("commandExecution", id);
        item.put("pluginId", null);
        item.put("scriptPath", null);
        item.put("command", "/bin/bash -lc '" + command + "'");
        item.put("cwd", CWD);
        item.put("processId", "71636");
        item.put("source", "unifiedExecStartup");
        item.put("status", status);
        item.put("commandActions", List.of(Map.of("type", "unknown", "command", command)));
        item.put("aggregatedOutput", output);
        item.put("exitCode", exitCode);
        item.put("durationMs", exitCode == null ? null : 214);
        return item;
    }

    static Map<String, @Nullable Object> fileChange(String id, Path path, String content, String status) {
        Map<String, @Nullable Object> item = item("fileChange", id);
        item.put("changes", List.of(Map.of("path", path.toString(), "kind", Map.of("type", "add"), "diff", content)));
        item.put("status", status);
        return item;
    }

    static String addedDiff(Path path, String content) {
        List<String> lines = content.lines().toList();
        StringBuilder diff =
                new StringBuilder("diff --git a/%1$s b/%1$s\nnew file mode 100644\n--- /dev/null\n+++ b/%1$s\n"
                        .formatted(path.getFileName()));
        diff.append("@@ -0,0 +1,").append(lines.size()).append(" @@\n");
        lines.forEach(line -> diff.append('+').append(line).append('\n'));
        return diff.toString();
    }

    static Map<String, Object> tokenUsage(long inputTokens, long outputTokens) {
        Map<String, Object> usage = Map.of(
                "totalTokens",
                inputTokens + outputTokens,
                "inputTokens",
                inputTokens,
                "cachedInputTokens",
                0,
                "cacheWriteInputTokens",
                0,
                "outputTokens",
                outputTokens,
                "reasoningOutputTokens",
                0);
        return Map.of("total", usage, "last", usage, "modelContextWindow", 258_400);
    }

    static Map<String, Object> rateLimits() {
        Map<String, @Nullable Object> limits = new LinkedHashMap<>();
        limits.put("limitId", "codex");
        for (String absent : List.of("limitName", "primary", "secondary", "credits", "planType")) {
            limits.put(absent, null);
        }
        return Map.of("method", "account/rateLimits/updated", "params", Map.of("rateLimits", limits));
    }

    static Map<String, @Nullable Object> error(String message, Object codexErrorInfo) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("codexErrorInfo", codexErrorInfo);
        error.put("additionalDetails", null);
        error.put("misalignment", null);
        return error;
    }

    static Map<String, Object> subAgent(String method, String status) {
        Map<String, @Nullable Object> turn = turn(status, List.of(), null);
        turn.put("id", CHILD_TURN);
        return Map.of("method", method, "params", Map.of("threadId", CHILD_THREAD, "turn", turn));
    }

    static Map<String, Object> subAgentMessage(String text) {
        return ofChild("item/completed", Map.of("item", agentMessage("child_msg", text), "completedAtMs", NOW));
    }

    static Map<String, Object> subAgentError() {
        return ofChild("error", Map.of("error", error("the child failed", "other"), "willRetry", false));
    }

    private static Map<String, Object> ofChild(String method, Map<String, ?> params) {
        Map<String, Object> all = new HashMap<>(params);
        all.put("threadId", CHILD_THREAD);
        all.put("turnId", CHILD_TURN);
        return Map.of("method", method, "params", all);
    }

    private static Map<String, @Nullable Object> item(String type, String id) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("type", type);
        item.put("id", id);
        return item;
    }
}
