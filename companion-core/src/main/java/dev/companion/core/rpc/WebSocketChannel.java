package dev.companion.core.rpc;

import dev.companion.core.failure.Failure;
import dev.companion.core.rpc.ConnectFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Role;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket that carries one message as one text message: over a unix socket, over TCP, or over TLS. The server lives on
 * when it is closed.
 */
public final class WebSocketChannel implements RpcChannel {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannel.class);
    private static final Duration END_AFTER_CLOSE = Duration.ofMillis(200);

    private final ByteStreams streams;
    private final FrameWriter writer;
    private final LineReader lines;
    private final LongTexts longTexts;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch readingEnded = new CountDownLatch(1);
    private volatile @Nullable Thread reader;

    private WebSocketChannel(ByteStreams streams, Draft_6455 codec, ByteBuffer first, Path directory) {
        this.streams = streams;
        this.writer = new FrameWriter(streams, codec);
        this.longTexts = new LongTexts(directory);
        this.lines = new LineReader(new FrameReader(streams, codec, writer, first), longTexts);
    }

    /**
     * Connects to a unix socket.
     *
     * @param socket the socket, or a link to it, of any length
     * @param directory where long texts are kept for a while
     * @param limit for connecting and the upgrade
     * @throws ConnectFailure if there is no WebSocket
     */
    public static WebSocketChannel overUnixSocket(Path socket, Path directory, Duration limit) throws ConnectFailure {
        SocketOpening opening = new SocketOpening();
        return within(limit, opening, socket.toString(), () -> {
            ByteStreams streams = ByteStreams.of(opening.toUnixSocket(socket));
            return upgraded(streams, socket.toString(), new Request("localhost", "/", Map.of()), directory);
        });
    }

    /**
     * Connects to a URL. The host's certificate must be for this host and trusted by this Java.
     *
     * @param url {@code ws://host:port/path} or {@code wss://…}
     * @param headers sent with the upgrade; their values are secrets
     * @param directory where long texts are kept for a while
     * @param limit for the name, connecting, TLS and the upgrade together
     * @throws ConnectFailure if there is no WebSocket
     * @throws IllegalArgumentException if it is another URL, or a header cannot be sent
     */
    public static WebSocketChannel over(URI url, Map<String, String> headers, Path directory, Duration limit)
            throws ConnectFailure {
        WebSocketAddress address = WebSocketAddress.of(url);
        SocketOpening opening = new SocketOpening();
        Request request = new Request(address.hostHeader(), address.resource(), headers);
        return within(limit, opening, address.name(), () -> {
            var socket = opening.toPort(address.host(), address.port(), address.name());
            ByteStreams streams = address.secure()
                    ? Tls.over(socket, address.host(), address.port(), address.name())
                    : ByteStreams.of(socket);
            return upgraded(streams, address.name(), request, directory);
        });
    }

    private record Request(String host, String resource, Map<String, String> headers) {
        @Override
        public String toString() {
            return "Request[" + host + ", " + headers.keySet() + "]";
        }
    }

    private static WebSocketChannel upgraded(ByteStreams streams, String name, Request request, Path directory)
            throws IOException {
        Draft_6455 codec = new Draft_6455(List.of(), List.of(new Protocol("")), FrameReader.LONGEST_FRAME);
        codec.setParseMode(Role.CLIENT);
        ByteBuffer first = new Upgrade(streams, codec, name).run(request.host(), request.resource(), request.headers());
        return new WebSocketChannel(streams, codec, first, directory);
    }

    /** In a thread of its own: nothing else ends the search for a host's address in time. */
    private static WebSocketChannel within(
            Duration limit, SocketOpening opening, String name, Callable<WebSocketChannel> work) throws ConnectFailure {
        FutureTask<WebSocketChannel> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "rpc-connect");
        thread.setDaemon(true);
        thread.start();
        boolean connected = false;
        try {
            WebSocketChannel channel = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            connected = true;
            return channel;
        } catch (TimeoutException e) {
            throw new ConnectFailure(
                    Kind.TIMEOUT, name + " did not become a WebSocket within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause(), name);
        } finally {
            if (!connected) {
                opening.abandon();
            }
        }
    }

    private static ConnectFailure failure(@Nullable Throwable cause, String name) {
        if (cause instanceof ConnectFailure failure) {
            return failure;
        }
        if (cause instanceof IOException broken) {
            return new ConnectFailure(
                    Kind.UNREACHABLE, "the connection to " + name + " broke: " + broken.getMessage(), broken);
        }
        if (cause instanceof IllegalArgumentException unusable) {
            throw unusable;
        }
        throw new IllegalStateException(cause);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        reader = Thread.currentThread();
        try {
            Optional<byte[]> next = lines.next();
            if (next.isEmpty()) {
                readingEnded.countDown();
            }
            return next;
        } catch (IOException e) {
            readingEnded.countDown();
            if (closed.get()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        writer.message(message);
    }

    @Override
    public LongTexts longTexts() {
        return longTexts;
    }

    /** Says so to the server, and gives it a moment to agree. A blocked reader sees the end. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            writer.close(CloseFrame.NORMAL);
            Thread waits = reader;
            if (waits != null && waits != Thread.currentThread()) {
                readingEnded.await(END_AFTER_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("the other side was gone before: {}", e.getMessage());
        } finally {
            streams.close();
        }
    }
}
