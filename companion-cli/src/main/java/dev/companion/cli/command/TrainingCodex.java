package dev.companion.cli.command;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Codex for training: a shell script that knows one conversation by heart, in the shapes of the real one. It asks
 * nobody and needs nothing but {@code /bin/sh}. Told to listen it only lives: others do that for it.
 */
final class TrainingCodex {
    private static final String THREAD = "01900000-0000-7000-8000-000000000001";
    private static final String TURN = "01900000-0000-7000-8000-000000000002";
    private static final List<String> NO_STRINGS = List.of();
    /** Longer than a terminal is wide. */
    private static final String LONG_LINE = "done ".repeat(50);

    private static final String HEAD = """
            #!/bin/sh
            [ "$1" = --version ] && { echo 'codex-cli 0.169.0'; exit; }
            [ "$2" = --listen ] && exec sleep 600
            id=0
            while read -r line; do
            case $line in '{"id":'*'"method":'*) id=$((id + 1)) ;; *) continue ;; esac
            case $line in
            """;

    private final StringBuilder script = new StringBuilder(HEAD);

    private TrainingCodex() {}

    /** Writes the program. */
    static Path write(Path file) throws IOException {
        TrainingCodex codex = new TrainingCodex();
        codex.conversation();
        Files.writeString(file, codex.script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private void conversation() {
        on("initialize", Json.fields("userAgent", "companion/0.169.0 (training)", "codexHome", "/"));
        on("account/read", Json.fields("account", null, "requiresOpenaiAuth", false));
        on(
                "thread/start",
                Json.fields(
                        "thread", Json.fields("id", THREAD),
                        "model", "gpt-5.5",
                        "modelProvider", "offline",
                        "approvalPolicy", "never",
                        "sandbox", Json.fields("type", "workspaceWrite", "writableRoots", NO_STRINGS)));
        on("thread/name/set", Json.fields());
        begin("turn/start");
        answer(Json.fields("turn", Json.fields("id", TURN, "status", "inProgress", "items", NO_STRINGS)));
        turn();
        end();
        on("", Json.fields());
        script.append("esac\ndone\n");
    }

    private void turn() {
        // A worker waits for its turn in another way when the turn is over before it begins to wait.
        script.append("sleep 1\n");
        tell("turn/started", Json.fields("turn", Json.fields("id", TURN)));
        script.append("printf '%s\\n' '")
                .append(Json.text(Json.fields(
                        "id",
                        900,
                        "method",
                        "item/commandExecution/requestApproval",
                        "params",
                        Json.fields("threadId", THREAD, "turnId", TURN))))
                .append("'\n");
        item("item/completed", Json.fields("type", "reasoning", "id", "r", "summary", List.of("thinking")));
        item("item/started", command("inProgress"));
        item("item/completed", command("completed"));
        item("item/started", change("inProgress"));
        item("item/completed", change("completed"));
        tell("turn/diff/updated", Json.fields("diff", "--- a\n+++ b\n"));
        tell(
                "turn/plan/updated",
                Json.fields("explanation", null, "plan", List.of(Json.fields("step", "one", "status", "inProgress"))));
        tell("item/agentMessage/delta", Json.fields("itemId", "m", "delta", "do"));
        item("item/completed", Json.fields("type", "agentMessage", "id", "m", "text", LONG_LINE, "phase", null));
        tell(
                "thread/tokenUsage/updated",
                Json.fields("tokenUsage", Json.fields("total", Json.fields("inputTokens", 1, "totalTokens", 2))));
        Map<String, @Nullable Object> window =
                Json.fields("usedPercent", 1, "windowDurationMins", 300, "resetsAt", 1_900_000_000);
        tell(
                "account/rateLimits/updated",
                Json.fields("rateLimits", Json.fields("limitId", "codex", "planType", "pro", "primary", window)));
        tell("no/such/method", Json.fields("number", 0.5));
        tell(
                "turn/completed",
                Json.fields(
                        "turn", Json.fields("id", TURN, "status", "completed", "items", NO_STRINGS, "error", null)));
    }

    private static Map<String, @Nullable Object> command(String status) {
        return Json.fields(
                "type",
                "commandExecution",
                "id",
                "c",
                "status",
                status,
                "command",
                "/bin/bash -lc ls",
                "commandActions",
                List.of(Json.fields("type", "listFiles")),
                "exitCode",
                0,
                "durationMs",
                3,
                "aggregatedOutput",
                "a.txt\n");
    }

    private static Map<String, @Nullable Object> change(String status) {
        Map<String, @Nullable Object> file = Json.fields("path", "a.txt", "kind", Json.fields("type", "add"));
        return Json.fields("type", "fileChange", "id", "f", "status", status, "changes", List.of(file));
    }

    private void on(String method, Map<String, @Nullable Object> result) {
        begin(method);
        answer(result);
        end();
    }

    private void begin(String method) {
        script.append(method.isEmpty() ? "*) " : "*'\"method\":\"" + method + "\"'*)\n");
    }

    private void answer(Map<String, @Nullable Object> result) {
        script.append("printf '{\"id\":%s,\"result\":%s}\\n' \"$id\" '")
                .append(Json.text(result))
                .append("'\n");
    }

    private void end() {
        script.append(";;\n");
    }

    private void item(String method, Map<String, @Nullable Object> item) {
        tell(method, Json.fields("item", item));
    }

    private void tell(String method, Map<String, @Nullable Object> params) {
        Map<String, @Nullable Object> all = Json.fields("threadId", THREAD, "turnId", TURN);
        all.putAll(params);
        script.append("printf '%s\\n' '")
                .append(Json.text(Json.fields("method", method, "params", all)))
                .append("'\n");
    }
}
