package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The model behind the real Claude Code: Anthropic's Messages API on loopback, as far as Claude Code uses it, answered by a function of the
 * request. Thread-safe.
 */
final class FakeMessages implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int PIECE = 12;

    /** More is a conversation that goes in circles. */
    private static final int MOST_REQUESTS = 200;

    /** Claude Code takes messages of one id for one message. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-messages");
        thread.setDaemon(true);
        return thread;
    });
    private final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<ModelRequest, ModelReply> model = request -> ModelReply.say("Hello.");

    private FakeMessages(HttpServer server) {
        this.server = server;
    }

    static FakeMessages start() {
        try {
            FakeMessages fake = new FakeMessages(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0));
            fake.server.createContext("/", fake::handle);
            fake.server.setExecutor(fake.threads);
            fake.server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Thinks like this from now on. */
    void think(Function<ModelRequest, ModelReply> as) {
        model = as;
    }

    /** What came so far, without the questions for a title. */
    List<ModelRequest> requests() {
        return requests.stream().filter(ModelRequest::isConversation).toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")
                    || !exchange.getRequestURI().getPath().equals("/v1/messages")) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? 200 : 404, -1);
                return;
            }
            ModelRequest request = new ModelRequest(Json.readObject(body));
            requests.add(request);
            ModelReply reply = reply(request);
            if (reply.status() != 200) {
                byte[] error = Json.bytes(Json.fields(
                        "type", "error", "error", Json.fields("type", "api_error", "message", "out of order")));
                exchange.sendResponseHeaders(reply.status(), error.length);
                exchange.getResponseBody().write(error);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            stream(exchange.getResponseBody(), request, reply);
        }
    }

    private ModelReply reply(ModelRequest request) {
        if (requests.size() > MOST_REQUESTS) {
            return ModelReply.fail(400);
        }
        return request.isConversation() ? model.apply(request) : ModelReply.say("title");
    }

    private static void stream(OutputStream out, ModelRequest request, ModelReply reply) throws IOException {
        Object usage = Json.fields("input_tokens", 10, "output_tokens", 10);
        event(
                out,
                "message_start",
                "message",
                Json.fields(
                        "id",
                        "msg_" + NUMBERS.incrementAndGet(),
                        "type",
                        "message",
                        "role",
                        "assistant",
                        "model",
                        request.model(),
                        "content",
                        List.of(),
                        "stop_reason",
                        null,
                        "stop_sequence",
                        null,
                        "usage",
                        usage));
        for (int index = 0; index < reply.blocks().size(); index++) {
            block(out, index, reply.blocks().get(index));
        }
        event(
                out,
                "message_delta",
                "delta",
                Json.fields("stop_reason", reply.stopReason(), "stop_sequence", null),
                "usage",
                Json.fields("output_tokens", 10));
        event(out, "message_stop");
    }

    private static void block(OutputStream out, int index, ModelReply.Block block) throws IOException {
        boolean isTool = block.tool().isPresent();
        Object start = isTool
                ? Json.fields(
                        "type",
                        "tool_use",
                        "id",
                        block.id(),
                        "name",
                        block.tool().get(),
                        "input",
                        Json.fields())
                : Json.fields("type", "text", "text", "");
        event(out, "content_block_start", "index", index, "content_block", start);
        for (int at = 0; at < block.text().length(); at += PIECE) {
            String piece = block.text().substring(at, Math.min(block.text().length(), at + PIECE));
            Object delta = isTool
                    ? Json.fields("type", "input_json_delta", "partial_json", piece)
                    : Json.fields("type", "text_delta", "text", piece);
            event(out, "content_block_delta", "index", index, "delta", delta);
        }
        event(out, "content_block_stop", "index", index);
    }

    private static void event(OutputStream out, String type, Object... namesAndValues) throws IOException {
        Object[] all = new Object[namesAndValues.length + 2];
        all[0] = "type";
        all[1] = type;
        System.arraycopy(namesAndValues, 0, all, 2, namesAndValues.length);
        out.write(("event: " + type + "\ndata: " + Json.text(Json.fields(all)) + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    /** Ends every connection. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "FakeMessages[" + requests.size() + " requests]";
    }

    /** A JSON object that somebody wrote into a text on a line of its own. */
    static JsonObject lineOfJson(String text, String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .map(Json::readObject)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with " + beginning + " in: " + text));
    }
}
