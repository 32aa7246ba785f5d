package dev.companion.core.offline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model provider on loopback that speaks the streaming Responses API to the real Codex and does what a
 * {@link Script} in the prompt says; a prompt without one gets a friendly, constant answer.
 *
 * <p>The step to play is told by the request itself (see {@link Conversation}), so many turns can be served at once.
 * Thread-safe. All threads are daemons; closing ends them and every open connection.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">Responses API, streaming</a>
 */
public final class OfflineModel implements AutoCloseable {
    /** What is kept of the requests. */
    public enum Recording {
        /** Everything. */
        FULL,
        /** The last thousand, without bodies and texts: for long runs. */
        BOUNDED
    }

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final String RESPONSES_PATH = "/v1/responses";

    private final HttpServer server;
    private final ExecutorService threads;
    private final RequestLog log;
    private final AtomicLong numbers = new AtomicLong();
    private final Lifetime lifetime = new Lifetime();
    private final Playback playback = new Playback(lifetime);
    private volatile Optional<String> otherwise = Optional.empty();

    private OfflineModel(HttpServer server, Recording recording) {
        this.server = server;
        this.log = new RequestLog(recording);
        AtomicLong threadNumbers = new AtomicLong();
        this.threads =
                Executors.newCachedThreadPool(task -> daemon("offline-model-" + threadNumbers.incrementAndGet(), task));
    }

    /** Starts on a free port of the loopback interface and records everything. */
    public static OfflineModel start() {
        return start(Recording.FULL);
    }

    /**
     * Starts on a free port of the loopback interface.
     *
     * @throws UncheckedIOException if there is no loopback interface or no free port
     */
    public static OfflineModel start(Recording recording) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0);
            OfflineModel model = new OfflineModel(HttpServer.create(address, 0), recording);
            model.serve();
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        // The server's own dispatcher inherits being a daemon from the thread that starts it.
        Thread starter = daemon("offline-model-start", server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What goes into {@code base_url} of a Codex model provider. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Plays this from now on where a prompt has no script: some prompts are Codex's own. */
    public void otherwise(Script script) {
        otherwise = Optional.of(script.json());
    }

    /** The recorded requests in the order of arrival. */
    public List<OfflineRequest> requests() {
        return log.all();
    }

    /** How many requests have arrived, recorded or not. */
    public long requestCount() {
        return log.received();
    }

    /**
     * Waits until {@code count} requests have arrived since the start.
     *
     * @return whether they had by the deadline
     */
    public boolean awaitRequests(long count, Duration deadline) throws InterruptedException {
        return log.await(count, deadline);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        JsonObject body = parse(bytes);
        Conversation conversation = Conversation.of(body);
        OfflineRequest request = new OfflineRequest(
                numbers.incrementAndGet(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                headers(exchange),
                body,
                conversation.userText());
        log.add(request);
        try (exchange) {
            Optional<String> account = AccountService.answer(request.path());
            if (account.isPresent()) {
                Playback.respond(exchange, 200, account.get());
                return;
            }
            if (!request.path().equals(RESPONSES_PATH) || !request.method().equals("POST")) {
                Playback.refuse(exchange, 404, "There is only POST " + RESPONSES_PATH + " here.");
                return;
            }
            playback.answer(exchange, request.threadId().orElse(""), conversation.orElse(otherwise), bytes.length);
        }
    }

    private static JsonObject parse(byte[] bytes) {
        try {
            return Json.readObject(bytes);
        } catch (UncheckedIOException e) {
            return JsonObject.EMPTY; // Recorded all the same: what came is for the caller to judge.
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    /** Ends everything at once, silent answers too. */
    @Override
    public void close() {
        lifetime.end();
        server.stop(0);
        threads.shutdownNow();
    }
}
