package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.FramedataImpl1;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.HandshakeImpl1Server;

/** The server's side of one WebSocket, played by a test on a thread of its own. What it throws fails the test. */
final class WebSocketPeer implements AutoCloseable {
    /** What the server does with its one connection. */
    interface Part {
        void play(WebSocketPeer peer) throws Exception;
    }

    private final ServerSocketChannel server;
    private final CompletableFuture<Void> played = new CompletableFuture<>();
    private final Draft_6455 codec = new Draft_6455();
    private final Queue<Framedata> frames = new ArrayDeque<>();
    private volatile SocketChannel connection;
    private volatile String request = "";

    private WebSocketPeer(ServerSocketChannel server, Part part) {
        this.server = server;
        this.connection = closedChannel();
        codec.setParseMode(Role.SERVER);
        Thread thread = new Thread(() -> play(part), "web-socket-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private static SocketChannel closedChannel() {
        try (SocketChannel channel = SocketChannel.open()) {
            return channel;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static WebSocketPeer onLoopback(Part part) throws IOException {
        return new WebSocketPeer(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), part);
    }

    static WebSocketPeer onUnixSocket(Path path, Part part) throws IOException {
        return new WebSocketPeer(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)), part);
    }

    URI url() throws IOException {
        SocketAddress address = server.getLocalAddress();
        return URI.create("ws://127.0.0.1:" + ((InetSocketAddress) address).getPort());
    }

    private void play(Part part) {
        try (SocketChannel accepted = server.accept()) {
            connection = accepted;
            part.play(this);
            played.complete(null);
        } catch (Exception | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    /** Reads the request of the upgrade. */
    String readRequest() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0 && connection.read(one.clear()) > 0) {
            read.append((char) one.flip().get());
        }
        request = read.toString();
        return request;
    }

    /** Accepts the upgrade. */
    void upgrade() throws Exception {
        write(upgradeAnswer());
    }

    /** What accepts the upgrade that is to be read next. */
    byte[] upgradeAnswer() throws Exception {
        ClientHandshake asked = (ClientHandshake)
                codec.translateHandshake(ByteBuffer.wrap(readRequest().getBytes(ISO_8859_1)));
        codec.acceptHandshakeAsServer(asked);
        HandshakeImpl1Server answer = new HandshakeImpl1Server();
        codec.postProcessHandshakeResponseAsServer(asked, answer);
        ByteBuffer bytes = codec.createHandshake(answer).get(0);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            connection.write(left);
        }
    }

    void write(String raw) throws IOException {
        write(raw.getBytes(ISO_8859_1));
    }

    /** The bytes of one frame. */
    byte[] frame(Opcode opcode, boolean last, byte[] payload) {
        FramedataImpl1 frame = FramedataImpl1.get(opcode);
        frame.setFin(last);
        frame.setPayload(ByteBuffer.wrap(payload));
        ByteBuffer bytes = codec.createBinaryFrame(frame);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    void text(String message) throws IOException {
        write(frame(Opcode.TEXT, true, message.getBytes(UTF_8)));
    }

    /** Blocks for the next frame of the client. */
    Framedata readFrame() throws IOException {
        ByteBuffer received = ByteBuffer.allocate(64 * 1024);
        while (frames.isEmpty()) {
            if (connection.read(received.clear()) < 0) {
                throw new AssertionError("the client has gone");
            }
            try {
                frames.addAll(codec.translateFrame(received.flip()));
            } catch (InvalidDataException e) {
                throw new AssertionError(e);
            }
        }
        return frames.remove();
    }

    String readText() throws IOException {
        return UTF_8.decode(readFrame().getPayloadData()).toString();
    }

    /** Blocks until the client has gone; what it still sends is thrown away. */
    void awaitEnd() throws IOException {
        Channels.newInputStream(connection).transferTo(OutputStream.nullOutputStream());
    }

    String request() {
        return request;
    }

    /** A line of the request that was read, without its name; empty if there is none. */
    String header(String name) {
        return request.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    /** Waits until the part is played, and fails as it failed. */
    void awaitPlayed() throws Exception {
        played.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        connection.close();
    }
}
