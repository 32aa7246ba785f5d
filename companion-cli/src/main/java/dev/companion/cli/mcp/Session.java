package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.app.Version;
import dev.companion.cli.mcp.Client.Fault;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a client and this server say to each other (MCP over JSON-RPC). Messages come in on one thread; every call of a
 * tool is answered on one of its own, because it may wait for a job while the client asks for something else.
 */
final class Session {
    /** The newest first: it is what a client is offered that asks for one that is not here. */
    static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    private static final int MOST_CALLS = 64;
    private static final String INSTRUCTIONS = """
            Codex is another coding agent that works on its own. task hands it work, review and adversarial_review have it \
            look at a change. What takes longer than a call may goes on: the answer then has a jobId, wait waits for it, \
            result has what Codex said, status lists what there is. Tell the user what Codex said as Codex's words, and \
            never your own in their place: an answer that begins with CODEX_NOT_RUN means that Codex did nothing.""";

    private final Client client;
    private final ToolCalls tools;
    private final Runnable whenListed;
    private final Map<Object, Call> calls = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MOST_CALLS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> new Thread(work, "mcp-call"));

    Session(Client client, ToolCalls tools, Runnable whenListed) {
        this.client = client;
        this.tools = tools;
        this.whenListed = whenListed;
    }

    /** Takes a line in; never throws for what is in it. */
    void accept(MessageLines.Line line) {
        if (line.isTooLong()) {
            client.refuse(
                    null, Fault.INVALID_REQUEST, "a message is at most " + (MessageLines.LONGEST >> 20) + " MiB long");
            return;
        }
        JsonObject message;
        try {
            message = Json.readWhole(line.bytes());
        } catch (UncheckedIOException e) {
            // The reason names a place and no content.
            client.refuse(null, Fault.PARSE_ERROR, "a message is one JSON object on a line: " + e.getMessage());
            return;
        }
        accept(message);
    }

    private void accept(JsonObject message) {
        Optional<String> method = message.string("method");
        @Nullable Object id = message.value("id");
        if (method.isEmpty()) {
            boolean isAnswer =
                    message.fields().containsKey("result") || message.fields().containsKey("error");
            if (!isAnswer) {
                client.refuse(isId(id) ? id : null, Fault.INVALID_REQUEST, "a message has a method");
            }
        } else if (!message.fields().containsKey("id")) {
            notified(method.get(), message.object("params"));
        } else if (id == null || !isId(id)) {
            client.refuse(null, Fault.INVALID_REQUEST, "the id of a request is a string or a whole number");
        } else {
            requested(id, method.get(), message.object("params"));
        }
    }

    private static boolean isId(@Nullable Object id) {
        return id instanceof String || id instanceof Long || id instanceof java.math.BigInteger;
    }

    private void notified(String method, JsonObject params) {
        @Nullable Object id = params.value("requestId");
        if (method.equals("notifications/cancelled") && id != null) {
            Call call = calls.get(id);
            if (call != null) {
                call.cancel();
            }
        }
    }

    private void requested(Object id, String method, JsonObject params) {
        switch (method) {
            case "initialize" -> client.answer(id, welcome(params));
            case "ping" -> client.answer(id, fields());
            case "tools/list" -> list(id);
            case "tools/call" -> call(id, params);
            default -> client.refuse(id, Fault.METHOD_NOT_FOUND, "this server has tools, and no such method");
        }
    }

    private void list(Object id) {
        client.answer(
                id,
                fields("tools", Arrays.stream(Tool.values()).map(Tool::entry).toList()));
        whenListed.run();
    }

    private static Map<String, @Nullable Object> welcome(JsonObject params) {
        String version =
                params.string("protocolVersion").filter(VERSIONS::contains).orElse(VERSIONS.get(0));
        return fields(
                "protocolVersion",
                version,
                "capabilities",
                fields("tools", fields("listChanged", false)),
                "serverInfo",
                fields("name", "companion", "title", "Codex companion", "version", Version.CURRENT),
                "instructions",
                INSTRUCTIONS);
    }

    private void call(Object id, JsonObject params) {
        Optional<Tool> tool = params.string("name").flatMap(Tool::find);
        @Nullable Object arguments = params.value("arguments");
        if (tool.isEmpty()) {
            client.refuse(id, Fault.INVALID_PARAMS, "there is no such tool; tools/list names them");
        } else if (arguments != null && !(arguments instanceof Map<?, ?>)) {
            client.refuse(id, Fault.INVALID_PARAMS, "the arguments of a tool are an object");
        } else {
            Call call = new Call(id, token(params), client);
            if (calls.putIfAbsent(id, call) != null) {
                client.refuse(id, Fault.INVALID_REQUEST, "a request with this id is not answered yet");
                return;
            }
            start(id, call, tool.get(), params.object("arguments"));
        }
    }

    private static Optional<Object> token(JsonObject params) {
        @Nullable Object token = params.object("_meta").value("progressToken");
        return isId(token) ? Optional.ofNullable(token) : Optional.empty();
    }

    private void start(Object id, Call call, Tool tool, JsonObject arguments) {
        try {
            threads.execute(() -> {
                try {
                    answer(call, tool, arguments);
                } finally {
                    calls.remove(id);
                }
            });
        } catch (RejectedExecutionException e) {
            calls.remove(id);
            call.refuse(Fault.INTERNAL_ERROR, "at most " + MOST_CALLS + " calls at a time: wait until one is answered");
        }
    }

    private void answer(Call call, Tool tool, JsonObject arguments) {
        try {
            call.answer(tools.call(tool, arguments, call));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
            // Its words may be the user's.
            LoggerFactory.getLogger(Session.class)
                    .error(
                            "the tool {} failed: {}",
                            tool.toolName(),
                            bug.getClass().getName());
            call.refuse(
                    Fault.INTERNAL_ERROR, "unforeseen error: " + bug.getClass().getSimpleName());
        }
    }

    /**
     * Has every call answered at once that waits for a job, and waits for those that are in the middle of something: what
     * a client asked for before it went is not lost. No interrupt, which could tear a session of the store.
     */
    void end(Duration patience) {
        threads.shutdown();
        calls.values().forEach(Call::hurry);
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LoggerFactory.getLogger(Session.class).warn("left {} calls unanswered", calls.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
