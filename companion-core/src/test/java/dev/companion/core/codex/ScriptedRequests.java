package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every request that codex-cli 0.169.0 may send to its client, with parameters, and one that it never sends. */
public final class ScriptedRequests {
    /** A method that no client knows. */
    public static final String UNKNOWN = "item/hologram/requestApproval";

    private static final Map<String, Map<String, @Nullable Object>> PARAMS = params();

    private ScriptedRequests() {}

    /** All methods, {@link #UNKNOWN} last. */
    public static List<String> methods() {
        return List.copyOf(PARAMS.keySet());
    }

    static Map<String, @Nullable Object> params(String method) {
        return requireNonNull(PARAMS.get(method), method);
    }

    private static Map<String, Map<String, @Nullable Object>> params() {
        Map<String, Map<String, @Nullable Object>> params = new LinkedHashMap<>();
        params.put("item/commandExecution/requestApproval", commandApproval());
        params.put("item/fileChange/requestApproval", ofItem("reason", "outside the workspace", "grantRoot", null));
        params.put(
                "item/tool/requestUserInput",
                ofItem("questions", List.of(question()), "isBlocking", true, "autoResolutionMs", null));
        params.put("mcpServer/elicitation/request", elicitation());
        params.put("item/permissions/requestApproval", permissions());
        params.put(
                "item/tool/call",
                ofTurn("callId", "call_9", "namespace", null, "tool", "lookup", "arguments", Map.of("q", "x")));
        params.put(
                "account/chatgptAuthTokens/refresh",
                fields("reason", "unauthorized", "previousAccountId", "account-1"));
        params.put("attestation/generate", fields());
        params.put("currentTime/read", fields("threadId", ScriptedItems.THREAD_ID));
        params.put("applyPatchApproval", legacyPatch());
        params.put("execCommandApproval", legacyCommand());
        params.put(UNKNOWN, ofItem("beams", 3));
        return params;
    }

    private static Map<String, @Nullable Object> commandApproval() {
        return ofItem(
                "kind",
                "command",
                "environmentId",
                "local",
                "reason",
                "needs the network",
                "command",
                "/bin/bash -lc 'curl example.org'",
                "cwd",
                ScriptedItems.CWD,
                "commandActions",
                List.of(Map.of("type", "unknown", "command", "curl example.org")),
                "proposedExecpolicyAmendment",
                List.of("curl"),
                "availableDecisions",
                List.of("accept", "cancel"));
    }

    private static Map<String, @Nullable Object> question() {
        return fields(
                "id",
                "q1",
                "header",
                "Colour",
                "question",
                "Which colour?",
                "isOther",
                false,
                "isSecret",
                false,
                "options",
                List.of(Map.of("label", "A", "description", "the first")));
    }

    private static Map<String, @Nullable Object> elicitation() {
        return ofTurn(
                "serverName", "files",
                "mode", "form",
                "_meta", null,
                "message", "Which directory?",
                "requestedSchema", Map.of("type", "object", "properties", Map.of()));
    }

    private static Map<String, @Nullable Object> permissions() {
        return ofItem(
                "environmentId",
                "local",
                "cwd",
                ScriptedItems.CWD,
                "reason",
                "wants to write",
                "permissions",
                fields("network", Map.of("enabled", true), "fileSystem", null));
    }

    private static Map<String, @Nullable Object> legacyPatch() {
        return fields(
                "conversationId",
                ScriptedItems.THREAD_ID,
                "callId",
                "call_9",
                "fileChanges",
                Map.of("a.txt", Map.of("type", "add", "content", "x\n")),
                "reason",
                null,
                "grantRoot",
                null);
    }

    private static Map<String, @Nullable Object> legacyCommand() {
        return fields(
                "conversationId",
                ScriptedItems.THREAD_ID,
                "callId",
                "call_9",
                "approvalId",
                null,
                "command",
                List.of("ls"),
                "cwd",
                ScriptedItems.CWD,
                "reason",
                null,
                "parsedCmd",
                List.of(Map.of("type", "unknown", "cmd", "ls")));
    }

    private static Map<String, @Nullable Object> ofTurn(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> params = fields(namesAndValues);
        params.put("threadId", ScriptedItems.THREAD_ID);
        params.put("turnId", ScriptedItems.TURN_ID);
        return params;
    }

    private static Map<String, @Nullable Object> ofItem(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> params = ofTurn(namesAndValues);
        params.put("itemId", "call_9");
        params.put("startedAtMs", ScriptedItems.NOW);
        return params;
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }
}
