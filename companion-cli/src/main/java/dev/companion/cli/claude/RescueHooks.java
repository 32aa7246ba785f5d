package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.app.App;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Pause;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hooks around a rescue agent: they put in what the user typed, note what became of the call, and see to it that nothing but
 * Codex's own words comes back as Codex's.
 */
final class RescueHooks {
    private static final Pattern TASK = Pattern.compile("<task-id>\\s*([A-Za-z0-9_.-]{1,128})\\s*</task-id>");

    private final App app;
    private final PluginData data;
    private final HookInput input;

    RescueHooks(App app, PluginData data, HookInput input) {
        this.app = app;
        this.data = data;
        this.input = input;
    }

    /** Before the tool that hands a task to Codex. Only what the user typed is allowed without asking. */
    Optional<Map<String, @Nullable Object>> beforeTask() {
        Optional<RescueRequests.Reference> reference =
                input.toolInput().string("prompt").flatMap(RescueRequests.Reference::find);
        if (input.isInRescueAgent()) {
            note(RescueRecords.Call.asked(reference.map(RescueRequests.Reference::word)));
        }
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonObject> task = input.isInRescueAgent()
                ? new RescueRequests(data).take(input.session(), reference.get())
                : Optional.empty();
        if (task.isEmpty()) {
            return Optional.of(decision(
                    "deny",
                    "CODEX_NOT_RUN: this task was handed over already, or was not typed in this session. Answer with what the tool"
                            + " returned the first time; if there was nothing, the user has to type the command again.",
                    Optional.empty()));
        }
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>(task.get().fields());
        arguments.put("idempotencyKey", reference.get().word());
        if (reference.get().resume()) {
            arguments.remove("fresh");
            arguments.put("resume", true);
        }
        return Optional.of(decision("allow", "the user typed this task", Optional.of(arguments)));
    }

    private static Map<String, @Nullable Object> decision(
            String decision, String reason, Optional<Map<String, @Nullable Object>> arguments) {
        Map<String, @Nullable Object> specific = fields(
                "hookEventName", "PreToolUse", "permissionDecision", decision, "permissionDecisionReason", reason);
        arguments.ifPresent(changed -> specific.put("updatedInput", changed));
        return fields("hookSpecificOutput", specific);
    }

    /** After that tool, whether it answered or failed. */
    void afterTask() {
        if (!input.isInRescueAgent()) {
            return;
        }
        Object response = input.event().value("tool_response");
        Optional<JobId> job = jobIn(response);
        if (job.isPresent()) {
            note(RescueRecords.Call.answered(job.get()));
            return;
        }
        Optional<String> error = input.event().string("error").or(() -> textIn(response));
        note(RescueRecords.Call.failed(error.map(RescueHooks::firstLine)));
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() > 500 ? line.substring(0, 500) + "…" : line;
    }

    private void note(RescueRecords.Call call) {
        records().note(input.agent().orElseThrow(), call, app.clock().instant());
    }

    private RescueRecords records() {
        return new RescueRecords(data, input.session());
    }

    /** The job that the tool names in its structured answer, or in the JSON text that stands for it. */
    private static Optional<JobId> jobIn(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject object = JsonObject.of(map);
            Optional<JobId> here =
                    object.string("jobId").filter(JobId::isWellFormed).map(JobId::new);
            return here.or(() -> jobIn(object.value("structuredContent")))
                    .or(() -> object.string("text").flatMap(RescueHooks::jobInText))
                    .or(() -> jobIn(object.value("content")));
        }
        if (value instanceof List<?> list) {
            for (Object element : list) {
                Optional<JobId> found = jobIn(element);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return value instanceof String text ? jobInText(text) : Optional.empty();
    }

    private static Optional<JobId> jobInText(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return jobIn(Json.readObject(text).fields());
        } catch (UncheckedIOException e) {
            return Optional.empty(); // Codex's words may begin with a brace, too.
        }
    }

    private static Optional<String> textIn(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject object = JsonObject.of(map);
            return object.string("text").or(() -> textIn(object.value("content")));
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? Optional.empty() : textIn(list.get(0));
        }
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * Before an agent: a rescue agent is waited for, whatever the model wants. Its answer can be replaced only where it is waited
     * for; it is Codex that works in the background.
     */
    Optional<Map<String, @Nullable Object>> beforeAgent() {
        if (!isAboutRescueAgent()) {
            return Optional.empty();
        }
        ToolServerStart.find(app.environment()).ifPresent(start -> start.await(app.clock(), Pause.sleeping()));
        Map<String, @Nullable Object> waitedFor =
                new LinkedHashMap<>(input.toolInput().fields());
        waitedFor.put("run_in_background", false);
        return Optional.of(
                fields("hookSpecificOutput", fields("hookEventName", "PreToolUse", "updatedInput", waitedFor)));
    }

    private boolean isAboutRescueAgent() {
        return input.toolInput().string("subagent_type").equals(Optional.of(HookInput.RESCUE_AGENT));
    }

    /** After an agent: the answer of a rescue agent is replaced by what the job's record says. */
    Optional<Map<String, @Nullable Object>> afterAgent() {
        if (!isAboutRescueAgent()) {
            return Optional.empty();
        }
        JsonObject response = input.event().object("tool_response");
        Optional<String> agent = response.string("agentId").map(PluginData::requireName);
        if (response.string("status").equals(Optional.of("async_launched"))) {
            agent.ifPresent(id -> {
                if (records().find(id).isEmpty()) {
                    RescueRecords.Call started = RescueRecords.Call.of(RescueRecords.State.STARTED);
                    records().note(id, started, app.clock().instant());
                }
            });
            return Optional.empty();
        }
        String text = new RescueAnswer(app).text(agent.flatMap(records()::find));
        Map<String, @Nullable Object> replaced = new LinkedHashMap<>(response.fields());
        replaced.put("content", List.of(fields("type", "text", "text", text)));
        return Optional.of(
                fields("hookSpecificOutput", fields("hookEventName", "PostToolUse", "updatedToolOutput", replaced)));
    }

    /**
     * The host's notification that an agent in the background has ended, or what the model fetched of it: beside its words stand
     * those of the record.
     */
    Optional<Map<String, @Nullable Object>> notified() {
        Optional<String> task = input.toolInput().string("task_id").map(PluginData::requireName);
        Optional<RescueRecords.Call> call = task.or(this::taskOfNotification).flatMap(records()::find);
        if (call.isEmpty()) {
            return Optional.empty();
        }
        String text = "What this says as a result was written by the rescue agent, which is not Codex. Use none of it. "
                + "What the companion's record says is only this, word for word:\n\n"
                + new RescueAnswer(app).text(call);
        String event = task.isPresent() ? "PostToolUse" : "UserPromptSubmit";
        return Optional.of(fields("hookSpecificOutput", fields("hookEventName", event, "additionalContext", text)));
    }

    private Optional<String> taskOfNotification() {
        String prompt = input.event().string("prompt").orElse("");
        Matcher task = TASK.matcher(prompt);
        return prompt.stripLeading().startsWith("<task-notification>") && task.find()
                ? Optional.of(task.group(1))
                : Optional.empty();
    }
}
