package dev.companion.core.codex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ScriptedCodex} behaves: by default like codex-cli 0.169.0 with an account that needs no login, where every
 * turn says "done". Mutable builder, for one thread.
 */
public final class ScriptedScenario {
    private final Map<String, @Nullable Object> effective = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> effectiveInTurns = new LinkedHashMap<>();
    private final Map<String, Map<String, ?>> answers = new LinkedHashMap<>();
    private final Map<String, List<Map<String, ?>>> told = new LinkedHashMap<>();
    private final List<List<Map<String, ?>>> turns = new ArrayList<>();
    private final List<String> firstLines = new ArrayList<>();
    private final List<String> knownThreads = new ArrayList<>();
    private boolean requiresOpenaiAuth;
    private boolean ignoresInterrupts;
    private boolean stubborn;
    private String version = "0.169.0";
    private @Nullable String crashMessage;

    /** What {@code --version} and the handshake say. */
    public ScriptedScenario version(String number) {
        version = number;
        return this;
    }

    /** Any call, {@code --version} excepted, prints this on stderr and exits with 1. */
    public ScriptedScenario crashesAtStart(String message) {
        crashMessage = message;
        return this;
    }

    /** What the next turn does; the last one given is played for all later turns. */
    public ScriptedScenario turn(ScriptedTurn turn) {
        turns.add(turn.actions());
        return this;
    }

    /** A request is answered by an error. */
    public ScriptedScenario error(String method, int code, String message) {
        answers.put(method, Map.of("error", Map.of("code", code, "message", message)));
        return this;
    }

    /** A request is answered by this result, whatever it asks. */
    public ScriptedScenario result(String method, Map<String, ?> result) {
        answers.put(method, Map.of("result", result));
        return this;
    }

    /** Sends this notification right before a request is answered by its {@link #result}. */
    public ScriptedScenario tellsBefore(String method, String notification, Map<String, ?> params) {
        return tells(method, Map.of("when", "before", "method", notification, "params", params));
    }

    /** Sends this notification right after a request was answered by its {@link #result}. */
    public ScriptedScenario tellsAfter(String method, String notification, Map<String, ?> params) {
        return tells(method, Map.of("when", "after", "method", notification, "params", params));
    }

    /** Ends right after a request was answered by its {@link #result}. */
    public ScriptedScenario endsAfter(String method) {
        return tells(method, Map.of("when", "end"));
    }

    private ScriptedScenario tells(String method, Map<String, ?> what) {
        told.computeIfAbsent(method, key -> new ArrayList<>()).add(what);
        return this;
    }

    /** Dies when it gets a request for the n-th time, counted over all its processes; later it is answered. */
    public ScriptedScenario diesOn(String method, int occurrence) {
        answers.put(method, Map.of("diesOn", occurrence));
        return this;
    }

    /** A request is never answered. */
    public ScriptedScenario neverAnswers(String method) {
        answers.put(method, Map.of("never", true));
        return this;
    }

    /** A request is answered only after a later one was. */
    public ScriptedScenario answersAfter(String method, String laterMethod) {
        answers.put(method, Map.of("after", laterMethod));
        return this;
    }

    /** Needs a login and has none. */
    public ScriptedScenario notSignedIn() {
        requiresOpenaiAuth = true;
        return this;
    }

    /** Says that another model is in effect than the one asked for. */
    public ScriptedScenario effectiveModel(String model) {
        effective.put("model", model);
        return this;
    }

    /** Says that another sandbox is in effect, such as {@code {"type":"dangerFullAccess"}}. */
    public ScriptedScenario effectiveSandbox(Map<String, ?> policy) {
        effective.put("sandbox", policy);
        return this;
    }

    /** Says, once a turn brings its settings, that another sandbox is in effect than the turn asked for. */
    public ScriptedScenario effectiveSandboxInTurns(Map<String, ?> policy) {
        effectiveInTurns.put("sandbox", policy);
        return this;
    }

    /** Says that another approval policy is in effect. */
    public ScriptedScenario effectiveApprovalPolicy(String policy) {
        effective.put("approvalPolicy", policy);
        return this;
    }

    /** A thread that can be resumed, as if it had been begun earlier. */
    public ScriptedScenario knowsThread(String threadId) {
        knownThreads.add(threadId);
        return this;
    }

    /** A line on stdout before anything else. */
    public ScriptedScenario firstLine(String line) {
        firstLines.add(line);
        return this;
    }

    /** Answers {@code turn/interrupt} and goes on all the same. */
    public ScriptedScenario ignoresInterrupts() {
        ignoresInterrupts = true;
        return this;
    }

    /** Ends neither by SIGTERM nor by the end of its input; it gives up after two minutes. */
    public ScriptedScenario stubborn() {
        stubborn = true;
        return this;
    }

    String version() {
        return version;
    }

    boolean isStubborn() {
        return stubborn;
    }

    Optional<String> crashMessage() {
        return Optional.ofNullable(crashMessage);
    }

    Map<String, Object> json() {
        List<List<Map<String, ?>>> played =
                turns.isEmpty() ? List.of(ScriptedTurn.happy("done").actions()) : turns;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("told", told);
        json.putAll(Map.of(
                "version", version,
                "effective", effective,
                "effectiveInTurns", effectiveInTurns,
                "answers", answers,
                "turns", played,
                "firstLines", firstLines,
                "knownThreads", knownThreads,
                "requiresOpenaiAuth", requiresOpenaiAuth,
                "ignoresInterrupts", ignoresInterrupts,
                "stubborn", stubborn));
        return json;
    }
}
