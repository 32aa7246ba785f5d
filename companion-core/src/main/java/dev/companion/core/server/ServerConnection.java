package dev.companion.core.server;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.RpcConnection;
import dev.companion.core.rpc.RpcHandler;
import dev.companion.core.rpc.WebSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A short connection to a resident server, to ask it something; it subscribes to nothing. Not for the turn of a job. */
final class ServerConnection implements AutoCloseable {
    private static final int METHOD_NOT_FOUND = -32_601;

    private final RpcConnection connection;
    private final CodexClient client;

    private ServerConnection(RpcConnection connection, CodexClient client) {
        this.connection = connection;
        this.client = client;
    }

    /**
     * Connects; the handshake is the caller's.
     *
     * @param limit for connecting, and for each answer
     * @throws IOException if nobody listens, or the socket is not our user's
     */
    static ServerConnection open(ServerPlace place, Duration limit, String clientVersion) throws IOException {
        RpcConnection connection = new RpcConnection(channel(place, place.directory(), limit), new Nobody(), limit);
        connection.start();
        return new ServerConnection(connection, new CodexClient(connection, clientVersion));
    }

    /** The channel to a server's socket, once it is sure that the socket lies in a directory of our user. */
    static WebSocketChannel channel(ServerPlace place, Path directory, Duration limit) throws IOException {
        Path real = place.socket().toRealPath();
        Path parent = real.getParent();
        if (parent == null || !Files.getOwner(parent).equals(Files.getOwner(place.directory()))) {
            throw new IOException("the socket " + real + " lies in a directory of another user");
        }
        return WebSocketChannel.overUnixSocket(real, directory, limit);
    }

    CodexClient client() {
        return client;
    }

    @Override
    public void close() {
        connection.close();
    }

    /** What the server tells everybody is not for this connection. */
    private static final class Nobody implements RpcHandler {
        @Override
        public void notification(String method, JsonObject params) {
            // Broadcasts about other threads.
        }

        @Override
        public Answer request(String method, JsonObject params) {
            return new ErrorAnswer(METHOD_NOT_FOUND, "not asked here");
        }

        @Override
        public void closed() {
            // Whoever waits for an answer is told by the connection.
        }
    }
}
