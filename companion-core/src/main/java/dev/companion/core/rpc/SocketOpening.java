package dev.companion.core.rpc;

import dev.companion.core.rpc.ConnectFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens one socket. Another thread can abandon it, which closes what is open and fails what is under way. */
final class SocketOpening {
    private @Nullable SocketChannel current;
    private boolean abandoned;

    /** Ends whatever is under way. */
    synchronized void abandon() {
        abandoned = true;
        if (current != null) {
            ByteStreams.of(current).close();
        }
    }

    private synchronized SocketChannel watched(SocketChannel channel) throws IOException {
        current = channel;
        if (abandoned) {
            channel.close();
            throw new ClosedChannelException();
        }
        return channel;
    }

    /**
     * Connects to a unix socket.
     *
     * @param path may be a link: Codex puts one where it was told to listen. What it leads to is connected to, because a
     *     path of more than some hundred bytes cannot be
     */
    SocketChannel toUnixSocket(Path path) throws IOException {
        try {
            SocketAddress address = UnixDomainSocketAddress.of(path.toRealPath());
            return connected(watched(SocketChannel.open(StandardProtocolFamily.UNIX)), address, path.toString());
        } catch (NoSuchFileException e) {
            throw new ConnectFailure(Kind.NO_SOCKET, "there is no socket at " + path, e);
        }
    }

    /** Connects to a port, at the first address of the host that takes it. */
    SocketChannel toPort(String host, int port, String name) throws IOException {
        ConnectFailure last = null;
        for (InetAddress address : addresses(host)) {
            try {
                SocketChannel channel =
                        connected(watched(SocketChannel.open()), new InetSocketAddress(address, port), name);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return channel;
            } catch (ConnectFailure e) {
                last = e;
            }
        }
        throw last == null ? new ConnectFailure(Kind.UNKNOWN_HOST, "no address is known for " + host) : last;
    }

    private static InetAddress[] addresses(String host) throws ConnectFailure {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ConnectFailure(Kind.UNKNOWN_HOST, "no address is known for " + host, e);
        }
    }

    private static SocketChannel connected(SocketChannel channel, SocketAddress address, String name)
            throws IOException {
        try {
            channel.connect(address);
            return channel;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            channel.close();
            // A ConnectException is also thrown for other reasons, a time-out of the network for instance.
            boolean refused = String.valueOf(e.getMessage()).contains("refused");
            throw refused
                    ? new ConnectFailure(Kind.REFUSED, "nobody listens at " + name, e)
                    : new ConnectFailure(Kind.UNREACHABLE, "cannot connect to " + name + ": " + e.getMessage(), e);
        }
    }
}
