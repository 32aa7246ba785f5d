package dev.companion.core.rpc;

import dev.companion.core.failure.Failure;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.process.AwakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON-RPC connection: numbers requests, matches answers, hands over notifications and requests in order. Survives
 * what is not JSON. When the connection ends every pending request fails. Thread-safe; owns two threads.
 */
public final class RpcConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);
    private static final byte[] STOP = new byte[0];
    private static final long LONGEST_LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final RpcChannel channel;
    private final RpcHandler handler;
    private final Duration answerTimeout;
    private final LongSupplier nanoTime;
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong lastInboundNanos = new AtomicLong(System.nanoTime());
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final BlockingQueue<byte[]> outbound = new LinkedBlockingQueue<>();
    private final Thread reader;
    private final Thread writer;
    private volatile boolean ended;
    private volatile Optional<IOException> broken = Optional.empty();

    private record Pending(String method, CompletableFuture<JsonObject> result, Consumer<JsonObject> inOrder) {}

    /**
     * A connection over the channel, which it closes.
     *
     * @param answerTimeout how long the other side may take to answer one request
     */
    public RpcConnection(RpcChannel channel, RpcHandler handler, Duration answerTimeout) {
        this(channel, handler, answerTimeout, System::nanoTime);
    }

    RpcConnection(RpcChannel channel, RpcHandler handler, Duration answerTimeout, LongSupplier nanoTime) {
        this.channel = channel;
        this.handler = handler;
        this.answerTimeout = answerTimeout;
        this.nanoTime = nanoTime;
        this.reader = daemon("rpc-reader", this::readAll);
        this.writer = daemon("rpc-writer", this::writeAll);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts reading and writing. */
    public void start() {
        reader.start();
        writer.start();
    }

    /** When the last line came in, on the scale of {@link System#nanoTime}. */
    public long lastInboundNanos() {
        return lastInboundNanos.get();
    }

    /**
     * Sends a request and blocks for its result.
     *
     * @throws RpcFailure if it is answered with an error, not in time, or not at all
     */
    public JsonObject call(String method, Map<String, @Nullable Object> params) {
        return call(method, params, answerTimeout, result -> {});
    }

    /** As {@link #call(String, Map)}, with a limit of its own. */
    public JsonObject call(String method, Map<String, @Nullable Object> params, Duration limit) {
        return call(method, params, limit, result -> {});
    }

    /**
     * As {@link #call(String, Map)}.
     *
     * @param inOrder is given the result on the reading thread, before anything that came after it
     */
    public JsonObject call(String method, Map<String, @Nullable Object> params, Consumer<JsonObject> inOrder) {
        return call(method, params, answerTimeout, inOrder);
    }

    private JsonObject call(
            String method, Map<String, @Nullable Object> params, Duration limit, Consumer<JsonObject> inOrder) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonObject> result = new CompletableFuture<>();
        pending.put(id, new Pending(method, result, inOrder));
        if (ended) {
            failPending();
        }
        send(id, method, params);
        try {
            return await(result, limit);
        } catch (TimeoutException e) {
            throw new RpcFailure(
                    RpcFailure.Kind.TIMEOUT,
                    method,
                    0,
                    "Codex did not answer " + method + " within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        } finally {
            pending.remove(id);
        }
    }

    /** The limit counts only while this process was awake: the other side slept as well when the machine did. */
    private JsonObject await(CompletableFuture<JsonObject> result, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        AwakeTime awake = new AwakeTime(nanoTime);
        for (long left = limit.toNanos(); left > 0; left = limit.toNanos() - awake.look()) {
            try {
                return result.get(Math.min(left, LONGEST_LOOK_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Not yet: another look, unless the time is over.
            }
        }
        throw new TimeoutException();
    }

    /** Sends a notification. */
    public void notify(String method, Map<String, @Nullable Object> params) {
        send(null, method, params);
    }

    private void send(@Nullable Long id, String method, Map<String, @Nullable Object> params) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        if (id != null) {
            message.put("id", id);
        }
        message.put("method", method);
        message.put("params", params);
        outbound.add(Json.bytes(message));
    }

    private void writeAll() {
        try {
            for (byte[] next = outbound.take(); next != STOP; next = outbound.take()) {
                channel.send(next);
            }
        } catch (IOException e) {
            // The reader sees the end as well and tells everybody.
            LOG.debug("the connection does not take messages any more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why nothing is read any more, if it is not that the server ended: a long text could not be kept, for instance. */
    public Optional<IOException> broken() {
        return broken;
    }

    private void readAll() {
        try {
            for (Optional<byte[]> line = channel.receive(); line.isPresent(); line = channel.receive()) {
                lastInboundNanos.set(System.nanoTime());
                dispatch(line.get());
                channel.longTexts().discardRest();
            }
        } catch (IOException e) {
            LOG.warn("the connection broke: {}", e.getMessage());
            broken = Optional.of(e);
        } finally {
            ended = true;
            outbound.add(STOP);
            failPending();
            handler.closed();
        }
    }

    private void dispatch(byte[] line) {
        try {
            route(Json.readMessage(line));
        } catch (RuntimeException e) {
            LOG.warn(
                    "skipped a line of {} bytes that is no message: {}",
                    line.length,
                    e.getClass().getSimpleName());
        }
    }

    private void route(JsonObject message) {
        Optional<String> method = message.string("method");
        Object id = message.value("id");
        if (method.isEmpty()) {
            answered(message);
        } else if (id == null) {
            handler.notification(method.get(), message.object("params"));
        } else {
            answer(id, handler.request(method.get(), message.object("params")));
        }
    }

    private void answered(JsonObject message) {
        Pending asked = message.number("id").map(pending::remove).orElse(null);
        if (asked == null) {
            LOG.debug("an answer to no open request");
            return;
        }
        if (message.value("error") == null) {
            complete(asked, message.object("result"));
            return;
        }
        JsonObject error = message.object("error");
        asked.result()
                .completeExceptionally(new RpcFailure(
                        RpcFailure.Kind.ERROR,
                        asked.method(),
                        error.number("code").orElse(0L),
                        error.string("message").orElse("no message")));
    }

    /** What goes wrong while the result is taken in is the caller's to know, and at once. */
    private static void complete(Pending asked, JsonObject result) {
        try {
            asked.inOrder().accept(result);
            asked.result().complete(result);
        } catch (RuntimeException e) {
            asked.result().completeExceptionally(e);
        }
    }

    private void answer(Object id, RpcHandler.Answer answer) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("id", id);
        if (answer instanceof RpcHandler.Result result) {
            message.put("result", result.fields());
        } else if (answer instanceof RpcHandler.ErrorAnswer error) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("code", error.code());
            fields.put("message", error.message());
            message.put("error", fields);
        }
        outbound.add(Json.bytes(message));
    }

    private void failPending() {
        for (Long id : List.copyOf(pending.keySet())) {
            Pending open = pending.remove(id);
            if (open != null) {
                open.result()
                        .completeExceptionally(new RpcFailure(
                                RpcFailure.Kind.CLOSED, open.method(), 0, "Codex ended during " + open.method()));
            }
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
