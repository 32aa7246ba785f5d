package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the child knows of one thread: its settings stick, as those of the real one. Not thread-safe. */
final class ScriptedThreadState {
    private final String id;
    private final Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    private @Nullable String name;

    ScriptedThreadState(String id) {
        this.id = id;
        settings.put("model", "gpt-5.5");
        settings.put("cwd", System.getProperty("user.dir"));
        settings.put("approvalPolicy", "on-request");
        settings.put("sandbox", policy("read-only", JsonObject.EMPTY));
    }

    static ScriptedThreadState fresh() {
        return new ScriptedThreadState(UUID.randomUUID().toString());
    }

    String id() {
        return id;
    }

    @Nullable
    Object cwd() {
        return settings.get("cwd");
    }

    void rename(String newName) {
        name = newName;
    }

    /** Takes over what the parameters of a thread or turn method say; returns whether anything is another now. */
    boolean apply(JsonObject params) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>(settings);
        params.string("model").ifPresent(model -> settings.put("model", model));
        params.string("cwd").ifPresent(cwd -> settings.put("cwd", cwd));
        params.string("approvalPolicy").ifPresent(policy -> settings.put("approvalPolicy", policy));
        params.string("sandbox").ifPresent(mode -> settings.put("sandbox", policy(mode, params.object("config"))));
        if (params.value("sandboxPolicy") != null) {
            settings.put("sandbox", params.value("sandboxPolicy"));
        }
        return !settings.equals(before);
    }

    /** The parameters of thread/settings/updated. */
    Map<String, @Nullable Object> updated(Map<String, @Nullable Object> effective) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(settings);
        all.putAll(effective);
        all.put("sandboxPolicy", all.remove("sandbox"));
        Map<String, @Nullable Object> params = new LinkedHashMap<>();
        params.put("threadId", id);
        params.put("threadSettings", all);
        return params;
    }

    private static Map<String, Object> policy(String mode, JsonObject config) {
        return switch (mode) {
            case "read-only" -> Map.of("type", "readOnly", "networkAccess", false);
            case "danger-full-access" -> Map.of("type", "dangerFullAccess");
            default -> {
                JsonObject write = config.object("sandbox_workspace_write");
                yield Map.of(
                        "type", "workspaceWrite",
                        "writableRoots", write.strings("writable_roots"),
                        "networkAccess", write.flag("network_access"),
                        "excludeTmpdirEnvVar", write.flag("exclude_tmpdir_env_var"),
                        "excludeSlashTmp", write.flag("exclude_slash_tmp"));
            }
        };
    }

    /** The result of thread/start, thread/resume and thread/fork. */
    Map<String, @Nullable Object> result(Map<String, @Nullable Object> effective, @Nullable String forkedFrom) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("thread", thread(forkedFrom));
        result.put("modelProvider", "offline");
        result.put("serviceTier", null);
        result.put("instructionSources", List.of());
        result.put("approvalsReviewer", "user");
        result.put("reasoningEffort", null);
        result.putAll(settings);
        result.putAll(effective);
        return result;
    }

    Map<String, @Nullable Object> thread(@Nullable String forkedFrom) {
        Map<String, @Nullable Object> thread = new LinkedHashMap<>();
        thread.put("id", id);
        thread.put("sessionId", id);
        thread.put("forkedFromId", forkedFrom);
        thread.put("preview", "");
        thread.put("ephemeral", false);
        thread.put("historyMode", "paginated");
        thread.put("modelProvider", "offline");
        thread.put("model", settings.get("model"));
        thread.put("cliVersion", "0.169.0");
        thread.put("projectId", null);
        thread.put("createdAt", System.currentTimeMillis() / 1_000);
        thread.put("updatedAt", System.currentTimeMillis() / 1_000);
        thread.put("status", Map.of("type", "idle"));
        thread.put("path", null);
        thread.put("cwd", settings.get("cwd"));
        thread.put("source", "vscode");
        thread.put("name", name);
        thread.put("turns", List.of());
        return thread;
    }
}
