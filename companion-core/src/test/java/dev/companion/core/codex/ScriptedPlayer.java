package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Plays the actions of one turn on a thread of its own. Interrupted and answered from the thread that reads. */
final class ScriptedPlayer {
    private static final AtomicLong REQUEST_IDS = new AtomicLong();

    private final ScriptedAudience audience;
    private final ScriptedThreadState thread;
    private final Object input;
    private final Listener listener;
    private final String turnId = UUID.randomUUID().toString();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();

    ScriptedPlayer(ScriptedAudience audience, ScriptedThreadState thread, Object input, Listener listener) {
        this.audience = audience;
        this.thread = thread;
        this.input = input;
        this.listener = listener;
    }

    /** Who answers {@code turn/start} and knows which turns are active. */
    interface Listener {
        void answers(ScriptedPlayer player);

        void hasItem(ScriptedPlayer player, Map<String, @Nullable Object> item);

        void ends(ScriptedPlayer player, String status);

        void gaveUp(ScriptedPlayer player);
    }

    String turnId() {
        return turnId;
    }

    /** The turn as the answer to {@code turn/start} shows it. */
    Map<String, @Nullable Object> turn() {
        return filledMap(ScriptedItems.turn("inProgress", List.of(), null));
    }

    void interrupt() {
        interrupted.countDown();
        answers.add(JsonObject.EMPTY);
    }

    void answered(JsonObject message) {
        answers.add(message);
    }

    void play(List<JsonObject> actions) throws InterruptedException {
        for (JsonObject action : actions) {
            if (interrupted.getCount() == 0) {
                play(ScriptedTurn.mute().interrupted());
                return;
            }
            play(action);
        }
        // A cut or a pause may have been ended by the interrupt.
        if (interrupted.getCount() == 0) {
            play(ScriptedTurn.mute().interrupted());
        }
    }

    private void play(ScriptedTurn end) throws InterruptedException {
        for (Map<String, ?> action : end.actions()) {
            play(JsonObject.of(action));
        }
    }

    private void play(JsonObject action) throws InterruptedException {
        switch (action.string("do").orElse("")) {
            case "answer" -> listener.answers(this);
            case "notify" -> notification(action);
            case "request" -> request(action);
            case "line" -> audience.each(out -> out.line(action.string("text").orElseThrow()));
            case "bytes" ->
                audience.each(out -> out.line(
                        Base64.getDecoder().decode(action.string("base64").orElseThrow())));
            case "longGarbage" -> audience.each(out -> out.longLine("", number(action, "bytes")));
            case "longDelta" -> audience.each(out -> out.longLine(deltaHead(action), number(action, "bytes")));
            case "flood" -> flood(action);
            case "stderr" -> System.err.println(action.string("text").orElseThrow());
            case "pause" -> interrupted.await(number(action, "ms"), TimeUnit.MILLISECONDS);
            case "cut" -> cut(ScriptedTurn.Cut.valueOf(action.string("how").orElseThrow()));
            default -> throw new IllegalArgumentException("unknown action " + action.value("do"));
        }
    }

    private void notification(JsonObject action) {
        String method = action.string("method").orElseThrow();
        boolean ownTurn = ScriptedItems.TURN_ID.equals(
                action.object("params").object("turn").value("id"));
        if (method.equals("turn/completed") && ownTurn) {
            String status =
                    action.object("params").object("turn").string("status").orElseThrow();
            listener.ends(this, status); // First: the next turn may be asked for at once.
        }
        JsonObject item = action.object("params").object("item");
        if (method.equals("item/completed") && !item.string("type").equals(Optional.of("userMessage"))) {
            listener.hasItem(this, filledMap(item.fields()));
        }
        Object params = filled(action.value("params"));
        audience.each(out -> out.notification(method, params));
    }

    private static int number(JsonObject action, String field) {
        return action.number(field).orElseThrow().intValue();
    }

    private void request(JsonObject action) throws InterruptedException {
        long id = REQUEST_IDS.getAndIncrement();
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("method", action.string("method").orElseThrow());
        message.put("id", id);
        message.put("params", filled(action.value("params")));
        audience.each(out -> out.message(message));
        answers.take();
        audience.each(
                out -> out.notification("serverRequest/resolved", Map.of("threadId", thread.id(), "requestId", id)));
    }

    private String deltaHead(JsonObject action) {
        return "{\"method\":\"item/agentMessage/delta\",\"params\":{\"threadId\":\"" + thread.id() + "\",\"turnId\":\""
                + turnId + "\",\"itemId\":\"" + action.string("itemId").orElseThrow() + "\",\"delta\":\"";
    }

    private void flood(JsonObject action) {
        String head = deltaHead(action);
        int count = number(action, "count");
        for (int i = 0; i < count; i++) {
            String line = head + "d" + i + " \"}}";
            audience.each(out -> out.line(line));
        }
    }

    private void cut(ScriptedTurn.Cut how) throws InterruptedException {
        switch (how) {
            case EXIT -> Runtime.getRuntime().halt(1);
            case KILL -> killSelf();
            case CLOSE_STDOUT -> {
                listener.gaveUp(this);
                audience.close();
            }
            case SILENCE -> interrupted.await();
        }
    }

    private static void killSelf() throws InterruptedException {
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value with every {@code {"$": name}} in it replaced. */
    private @Nullable Object filled(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> filled = new ArrayList<>();
            list.forEach(element -> filled.add(filled(element)));
            return filled;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1 && map.get("$") instanceof String name) {
            return valueOf(name);
        }
        return filledMap(map);
    }

    private Map<String, @Nullable Object> filledMap(Map<?, ?> map) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        map.forEach((key, element) -> filled.put(String.valueOf(key), filled(element)));
        return filled;
    }

    private @Nullable Object valueOf(String name) {
        return switch (name) {
            case "thread" -> thread.id();
            case "turn" -> turnId;
            case "cwd" -> thread.cwd();
            case "input" -> input;
            case "now" -> System.currentTimeMillis();
            case "nowSeconds" -> System.currentTimeMillis() / 1_000;
            default -> throw new IllegalArgumentException("unknown value " + name);
        };
    }
}
