package dev.companion.core.offline;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the {@link OfflineModel} shall do, as a text to put into a prompt:
 * {@code Script.of().exec("ls").say("done").inPrompt("Fix the flaky test")}. Immutable: every method returns a new script.
 *
 * <p>A step with a command, a patch or a plan is followed by the next one when Codex sends its result; a step that only
 * says something ends the turn.
 */
public final class Script {
    private final List<Object> steps;

    private Script(List<Object> steps) {
        this.steps = steps;
    }

    /** Without a step. */
    public static Script of() {
        return new Script(List.of());
    }

    /** Any step, in the words of docs/offline-model.md; values as {@link Json} knows them. */
    public Script step(Map<String, ?> words) {
        return with(new LinkedHashMap<>(words));
    }

    /** All steps of another script as one answer: a reason, a comment and several calls at once. */
    public Script together(Script others) {
        return with(others.steps);
    }

    /** A message. */
    public Script say(String text) {
        return step(Map.of("say", text));
    }

    /** A large message: {@code unit} as often as {@code repeat} says, in {@code chunks} deltas. */
    public Script sayRepeated(String unit, long repeat, int chunks) {
        return step(Map.of("say", unit, "repeat", repeat, "chunks", chunks));
    }

    /** A shell command. */
    public Script exec(String command) {
        return step(Map.of("exec", command));
    }

    /** A shell command; Codex reports back after {@code yield} at the latest, even if it still runs. */
    public Script exec(String command, Duration yield) {
        return step(Map.of("exec", command, "yield_time_ms", yield.toMillis()));
    }

    /** A shell command that wants to run outside the sandbox. */
    public Script escalate(String command, String justification) {
        return step(Map.of("exec", command, "escalate", justification));
    }

    /** A call of a function that is no tool of Codex's own, such as an MCP server's; its tools are in a namespace. */
    public Script call(String namespace, String name, Map<String, ?> arguments) {
        return step(Map.of("call", name, "namespace", namespace, "arguments", arguments));
    }

    /** A patch in the format of apply_patch, from {@code *** Begin Patch} to {@code *** End Patch}. */
    public Script patch(String patch) {
        return step(Map.of("patch", patch));
    }

    /** A patch that adds one file; {@code content} ends with a line break. */
    public Script addFile(String path, String content) {
        StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Add File: " + path + "\n");
        content.lines().forEach(line -> patch.append('+').append(line).append('\n'));
        return patch(patch.append("*** End Patch\n").toString());
    }

    /** A plan: step texts and their states, {@code pending}, {@code in_progress} or {@code completed}. */
    public Script plan(Map<String, String> stateByStep) {
        List<Object> plan = new ArrayList<>();
        stateByStep.forEach((step, state) -> plan.add(Map.of("step", step, "status", state)));
        return step(Map.of("plan", plan));
    }

    /** A summary of reasoning; alone it is an answer without a message. */
    public Script reason(String summary) {
        return step(Map.of("reason", summary));
    }

    /** A wait before the next step is answered. */
    public Script delay(Duration delay) {
        return step(Map.of("delayMs", delay.toMillis()));
    }

    /** A wait between the deltas of the next message. */
    public Script pace(Duration between) {
        return step(Map.of("stream", Map.of("everyMs", between.toMillis())));
    }

    /** The steps as one JSON array, without the marks. */
    public String json() {
        return Json.text(steps);
    }

    /** The prompt with the script behind it; nothing in the prompt can end or change the script. */
    public String inPrompt(String prompt) {
        return requireNonNull(prompt, "prompt") + "\n\n" + ScriptText.mark(json());
    }

    private Script with(Object step) {
        List<Object> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Script(List.copyOf(longer));
    }

    /** Sizes only: a script is part of a prompt. */
    @Override
    public String toString() {
        return "Script[" + steps.size() + " steps]";
    }
}
