package dev.companion.core.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.ContinuousFrame;
import org.java_websocket.framing.DataFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PongFrame;
import org.java_websocket.framing.TextFrame;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as masked frames. Thread-safe: the reading thread answers pings while another thread writes, and never
 * waits for it.
 */
final class FrameWriter {
    /** A longer message is sent in pieces, bytes: Codex ends the connection on a frame above 16 MiB. */
    static final int LONGEST_FRAME = 15 << 20;

    private static final int PIECE = 1 << 20;

    private final ByteStreams streams;
    private final Draft_6455 codec;
    /** Guards the output; one frame is written under it as a whole. */
    private final ReentrantLock lock = new ReentrantLock();
    /** The answer to the newest ping; older ones need none (RFC 6455, section 5.5.3). */
    private final AtomicReference<@Nullable Framedata> pong = new AtomicReference<>();

    private boolean closed;

    FrameWriter(ByteStreams streams, Draft_6455 codec) {
        this.streams = streams;
        this.codec = codec;
    }

    /** Sends one message; by one thread only, since pieces of two messages must not mix. */
    void message(byte[] message) throws IOException {
        int piece = message.length > LONGEST_FRAME ? PIECE : Math.max(1, message.length);
        for (int from = 0; from < Math.max(1, message.length); from += piece) {
            DataFrame frame = from == 0 ? new TextFrame() : new ContinuousFrame();
            int length = Math.min(piece, message.length - from);
            frame.setPayload(ByteBuffer.wrap(message, from, length));
            frame.setFin(from + length == message.length);
            lock.lock();
            try {
                write(frame);
            } finally {
                lock.unlock();
            }
            sendPong();
        }
    }

    /** Answers a ping, now or after the frame that is being written. */
    void pong(ByteBuffer payload) throws IOException {
        PongFrame frame = new PongFrame();
        frame.setPayload(payload);
        pong.set(frame);
        sendPong();
    }

    /** Whoever holds the lock asks again after giving it back, so that nothing is left behind. */
    private void sendPong() throws IOException {
        while (pong.get() != null && lock.tryLock()) {
            try {
                Framedata frame = pong.getAndSet(null);
                if (frame != null) {
                    write(frame);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Says that nothing more is sent, once; not at all while a frame is being written. */
    void close(int code) throws IOException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            CloseFrame frame = new CloseFrame();
            frame.setCode(code);
            if (!closed) {
                write(frame);
                closed = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(Framedata frame) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
        streams.write(codec.createBinaryFrame(frame));
    }
}
