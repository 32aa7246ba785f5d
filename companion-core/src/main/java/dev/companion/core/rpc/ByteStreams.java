package dev.companion.core.rpc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import javax.net.ssl.SSLSocket;

/**
 * A connected socket as a pair of streams. One thread reads while another one writes; any thread closes, which ends both.
 *
 * @param input what comes
 * @param output what goes
 * @param socket what closing closes: the socket itself, never a layer that would wait for a writer
 */
record ByteStreams(ReadableByteChannel input, WritableByteChannel output, Closeable socket) implements Closeable {
    static ByteStreams of(SocketChannel channel) {
        return new ByteStreams(channel, channel, channel);
    }

    /** Closing an SSLSocket waits for its writer, so the channel below it is closed. */
    static ByteStreams of(SSLSocket secured, SocketChannel channel) throws IOException {
        return new ByteStreams(
                Channels.newChannel(secured.getInputStream()), Channels.newChannel(secured.getOutputStream()), channel);
    }

    /** Writes all of it. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            output.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
