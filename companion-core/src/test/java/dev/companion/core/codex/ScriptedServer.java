package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection as the scenario says. Called by the thread that reads, and by the threads of the
 * turns when one answers its {@code turn/start} or ends; the monitor of this object guards everything.
 */
final class ScriptedServer {
    private static final int INVALID_REQUEST = -32_600;
    private static final Set<String> SANDBOXES = Set.of("read-only", "workspace-write", "danger-full-access");
    private static final Set<String> APPROVALS = Set.of("untrusted", "on-request", "never");

    private final JsonObject scenario;
    private final ScriptedOutput out;
    private final ScriptedAudience audience;
    private final ScriptedHistory history;
    private final Map<String, ScriptedThreadState> threads = new LinkedHashMap<>();
    private final Map<String, ScriptedPlayer> active;
    private final Map<String, List<Runnable>> held = new LinkedHashMap<>();
    private final List<List<JsonObject>> turns;
    private boolean initialized;

    /** A mistake of the client. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /**
     * One that answers this client.
     *
     * @param audience hears of the turns
     * @param active the turns of all connections by their threads; one that is not this one's may be interrupted
     */
    ScriptedServer(
            JsonObject scenario,
            ScriptedOutput out,
            ScriptedAudience audience,
            ScriptedHistory history,
            Map<String, ScriptedPlayer> active) {
        this.audience = audience;
        this.active = active;
        this.scenario = scenario;
        this.out = out;
        this.history = history;
        this.turns = turns(scenario);
    }

    private static List<List<JsonObject>> turns(JsonObject scenario) {
        List<List<JsonObject>> turns = new ArrayList<>();
        if (scenario.value("turns") instanceof List<?> list) {
            list.forEach(
                    turn -> turns.add(JsonObject.of(Map.of("actions", turn)).objects("actions")));
        }
        return turns;
    }

    synchronized void receive(JsonObject message) {
        Optional<String> method = message.string("method");
        if (method.isEmpty()) {
            active.values().forEach(player -> player.answered(message));
            return;
        }
        Object id = message.value("id");
        if (id == null) {
            return; // A notification, such as initialized.
        }
        JsonObject scripted = scenario.object("answers").object(method.orElseThrow());
        if (scripted.flag("never")) {
            return;
        }
        if (scripted.value("error") != null) {
            out.error(id, scripted.value("error"));
        } else if (scripted.value("result") != null) {
            tell(method.orElseThrow(), "before");
            out.result(id, scripted.value("result"));
            tell(method.orElseThrow(), "after");
            if (told(method.orElseThrow(), "end").findAny().isPresent()) {
                Runtime.getRuntime().halt(1);
            }
        } else {
            answer(id, method.orElseThrow(), message.object("params"));
        }
    }

    private void tell(String method, String when) {
        told(method, when)
                .forEach(message -> out.notification(message.string("method").orElseThrow(), message.value("params")));
    }

    private Stream<JsonObject> told(String method, String when) {
        return scenario.object("told").objects(method).stream()
                .filter(message -> message.string("when").equals(Optional.of(when)));
    }

    private void answer(Object id, String method, JsonObject params) {
        try {
            if (!initialized && !method.equals("initialize")) {
                throw new Refusal("Not initialized");
            }
            if (method.equals("turn/start")) {
                startTurn(id, params);
                return;
            }
            Object result = result(method, params);
            send(method, () -> out.result(id, result));
            after(method, params, result);
        } catch (Refusal e) {
            out.error(id, Map.of("code", INVALID_REQUEST, "message", String.valueOf(e.getMessage())));
        }
    }

    /** Sends now or after the answer to another method, and then what has waited for this one. */
    private void send(String method, Runnable answer) {
        Optional<String> later = scenario.object("answers").object(method).string("after");
        if (later.isPresent()) {
            held.computeIfAbsent(later.orElseThrow(), key -> new ArrayList<>()).add(answer);
            return;
        }
        answer.run();
        List<Runnable> waiting = held.remove(method);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    private Object result(String method, JsonObject params) {
        return switch (method) {
            case "initialize" -> initialize(params);
            case "account/read" -> account();
            case "thread/start" -> opened(ScriptedThreadState.fresh(), params, null);
            case "thread/resume" -> resume(params);
            case "thread/fork" ->
                opened(ScriptedThreadState.fresh(), params, known(params).id());
            case "thread/name/set" -> rename(params);
            case "thread/unsubscribe" -> Map.of("status", "unsubscribed");
            case "thread/loaded/list" -> Map.of("data", List.copyOf(threads.keySet()));
            case "thread/turns/list" -> Map.of("data", history.turns(required(params, "threadId")));
            case "thread/backgroundTerminals/clean" -> Map.of();
            case "turn/interrupt" -> interrupt(params);
            default ->
                throw new Refusal("Invalid request: unknown variant `" + method
                        + "`, expected one of `initialize`, `thread/start`");
        };
    }

    /** The notifications that follow an answer. */
    private void after(String method, JsonObject params, Object result) {
        switch (method) {
            case "thread/start", "thread/fork" ->
                out.notification(
                        "thread/started",
                        Map.of(
                                "thread",
                                JsonObject.of((Map<?, ?>) result).fields().get("thread")));
            case "thread/name/set" ->
                out.notification(
                        "thread/name/updated",
                        Map.of("threadId", required(params, "threadId"), "threadName", required(params, "name")));
            default -> {}
        }
    }

    private Object initialize(JsonObject params) {
        if (initialized) {
            throw new Refusal("Already initialized");
        }
        String client = required(params.object("clientInfo"), "name");
        required(params.object("clientInfo"), "version");
        initialized = true;
        String version = scenario.string("version").orElseThrow();
        return Map.of(
                "userAgent", client + "/" + version + " (Scripted 1.0; x86_64) dumb (" + client + ")",
                "codexHome", "/nonexistent/codex-home",
                "platformFamily", "unix",
                "platformOs", "linux");
    }

    private Object account() {
        Map<String, @Nullable Object> account = new LinkedHashMap<>();
        account.put("account", null);
        account.put("userId", null);
        account.put("requiresOpenaiAuth", scenario.flag("requiresOpenaiAuth"));
        account.put("workspaceRouting", null);
        return account;
    }

    private Object resume(JsonObject params) {
        String threadId = required(params, "threadId");
        ScriptedThreadState loaded = threads.get(threadId);
        if (loaded != null) {
            // What is asked of a loaded thread is ignored without a word, as by the real one.
            return loaded.result(scenario.object("effective").fields(), null);
        }
        if (!history.has(threadId)) {
            throw new Refusal("no rollout found for thread id " + threadId);
        }
        return opened(new ScriptedThreadState(threadId), params, null);
    }

    private Object opened(ScriptedThreadState thread, JsonObject params, @Nullable String forkedFrom) {
        check(params, "sandbox", SANDBOXES);
        check(params, "approvalPolicy", APPROVALS);
        thread.apply(params);
        threads.put(thread.id(), thread);
        return thread.result(scenario.object("effective").fields(), forkedFrom);
    }

    private Object rename(JsonObject params) {
        known(params).rename(required(params, "name"));
        return Map.of();
    }

    private ScriptedThreadState known(JsonObject params) {
        String threadId = required(params, "threadId");
        ScriptedThreadState thread = threads.get(threadId);
        if (thread == null && history.has(threadId)) {
            return new ScriptedThreadState(threadId);
        }
        if (thread == null) {
            throw new Refusal("thread not found: " + threadId);
        }
        return thread;
    }

    private void startTurn(Object id, JsonObject params) {
        ScriptedThreadState thread = threads.get(required(params, "threadId"));
        if (thread == null) {
            throw new Refusal("thread not found: " + params.value("threadId"));
        }
        if (!(params.value("input") instanceof List<?> input)) {
            throw new Refusal("Invalid request: missing field `input`");
        }
        check(params, "approvalPolicy", APPROVALS);
        if (thread.apply(params)) {
            Map<String, @Nullable Object> effective =
                    new LinkedHashMap<>(scenario.object("effective").fields());
            effective.putAll(scenario.object("effectiveInTurns").fields());
            out.notification("thread/settings/updated", thread.updated(effective));
        }
        ScriptedPlayer running = active.get(thread.id());
        if (running != null) {
            send("turn/start", () -> out.result(id, Map.of("turn", running.turn())));
            return;
        }
        List<JsonObject> actions = turns.size() > 1 ? turns.remove(0) : turns.get(0);
        ScriptedPlayer player = new ScriptedPlayer(audience, thread, input, new Listener(id));
        history.begin(thread.id(), player.turnId(), userMessage(params, input));
        active.put(thread.id(), player);
        Thread runner = new Thread(() -> run(player, actions), "turn");
        runner.setDaemon(true);
        runner.start();
    }

    private static Map<String, @Nullable Object> userMessage(JsonObject params, List<?> input) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>(ScriptedItems.userMessage());
        item.put("clientId", params.value("clientUserMessageId"));
        item.put("content", input);
        return item;
    }

    /** What a turn tells the server, from its own thread. */
    private final class Listener implements ScriptedPlayer.Listener {
        private final Object requestId;

        Listener(Object requestId) {
            this.requestId = requestId;
        }

        @Override
        public void answers(ScriptedPlayer player) {
            synchronized (ScriptedServer.this) {
                send("turn/start", () -> out.result(requestId, Map.of("turn", player.turn())));
            }
        }

        @Override
        public void hasItem(ScriptedPlayer player, Map<String, @Nullable Object> item) {
            history.item(player.turnId(), item);
        }

        @Override
        public void gaveUp(ScriptedPlayer player) {
            history.stopped(player.turnId());
        }

        @Override
        public void ends(ScriptedPlayer player, String status) {
            history.end(player.turnId(), status);
            synchronized (ScriptedServer.this) {
                active.values().remove(player);
            }
        }
    }

    private void run(ScriptedPlayer player, List<JsonObject> actions) {
        try {
            player.play(actions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            history.stopped(player.turnId());
        }
    }

    private Object interrupt(JsonObject params) {
        String turnId = required(params, "turnId");
        ScriptedPlayer player = active.get(required(params, "threadId"));
        if (player == null) {
            throw new Refusal("no active turn to interrupt");
        }
        if (!player.turnId().equals(turnId)) {
            throw new Refusal("expected active turn id " + turnId + " but found " + player.turnId());
        }
        if (!scenario.flag("ignoresInterrupts")) {
            player.interrupt();
        }
        return Map.of();
    }

    private static String required(JsonObject params, String field) {
        return params.string(field).orElseThrow(() -> new Refusal("Invalid request: missing field `" + field + "`"));
    }

    private static void check(JsonObject params, String field, Set<String> allowed) {
        params.string(field).filter(value -> !allowed.contains(value)).ifPresent(value -> {
            throw new Refusal("Invalid request: unknown variant `" + value + "` of `" + field + "`");
        });
    }
}
