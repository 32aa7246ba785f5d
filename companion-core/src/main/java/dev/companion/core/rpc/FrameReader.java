package dev.companion.core.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;

/**
 * The messages of a WebSocket as lines: the payload of each message, whether it came in one frame or in many, and a line
 * feed after it. A line feed in a message, which JSON allows between its parts, becomes a space. Answers pings and the end
 * of the connection. Not thread-safe.
 */
final class FrameReader extends InputStream {
    /** A longer frame ends the connection, bytes: the codec holds a frame as a whole. */
    static final int LONGEST_FRAME = 64 << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteStreams streams;
    private final Draft_6455 codec;
    private final FrameWriter writer;
    private final Queue<Framedata> frames = new ArrayDeque<>();
    private ByteBuffer received;
    private ByteBuffer payload = NOTHING;
    private boolean inMessage;
    private boolean lineEnds;
    private boolean ended;

    /**
     * Begins after the upgrade.
     *
     * @param first what came together with the answer to it; its memory is used from now on
     */
    FrameReader(ByteStreams streams, Draft_6455 codec, FrameWriter writer, ByteBuffer first) {
        this.streams = streams;
        this.codec = codec;
        this.writer = writer;
        this.received = first;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!payload.hasRemaining() && !lineEnds) {
            Optional<Framedata> frame = nextFrame();
            if (frame.isEmpty()) {
                return -1;
            }
            accept(frame.get());
        }
        if (!payload.hasRemaining()) {
            lineEnds = false;
            target[offset] = '\n';
            return 1;
        }
        int count = Math.min(length, payload.remaining());
        payload.get(target, offset, count);
        for (int i = offset; i < offset + count; i++) {
            if (target[i] == '\n') {
                target[i] = ' ';
            }
        }
        return count;
    }

    private Optional<Framedata> nextFrame() throws IOException {
        while (frames.isEmpty() && !ended) {
            if (received.hasRemaining()) {
                decode(received);
            } else if (streams.input().read(received.clear()) < 0) {
                ended = true;
            } else {
                received.flip();
            }
        }
        return Optional.ofNullable(frames.poll());
    }

    private void decode(ByteBuffer bytes) throws IOException {
        try {
            frames.addAll(codec.translateFrame(bytes));
        } catch (InvalidDataException e) {
            throw refused(e.getCloseCode(), "not the frames of a WebSocket: " + e.getMessage());
        } catch (RuntimeException e) {
            // The codec has no words for a last frame whose reason is not UTF-8.
            throw refused(CloseFrame.PROTOCOL_ERROR, "not the frames of a WebSocket: " + e);
        }
    }

    private void accept(Framedata frame) throws IOException {
        switch (frame.getOpcode()) {
            case TEXT, CONTINUOUS -> acceptText(frame);
            case PING -> writer.pong(frame.getPayloadData());
            case PONG -> {}
            case CLOSING -> acceptClose((CloseFrame) frame);
            case BINARY -> throw refused(CloseFrame.REFUSE, "a binary message");
        }
    }

    private void acceptText(Framedata frame) throws IOException {
        boolean continues = frame.getOpcode() != Opcode.TEXT;
        if (continues != inMessage) {
            throw refused(CloseFrame.PROTOCOL_ERROR, "a piece of a message at the wrong place");
        }
        payload = frame.getPayloadData();
        inMessage = !frame.isFin();
        lineEnds = frame.isFin();
    }

    private void acceptClose(CloseFrame frame) throws IOException {
        ended = true;
        frames.clear();
        answerClose(frame.getCloseCode());
        if (frame.getCloseCode() != CloseFrame.NORMAL && frame.getCloseCode() != CloseFrame.GOING_AWAY) {
            throw new IOException(
                    "the server ended the connection with code " + frame.getCloseCode() + ": " + frame.getMessage());
        }
    }

    private IOException refused(int code, String what) {
        ended = true;
        frames.clear();
        answerClose(code);
        return new IOException("the server sent what cannot be read: " + what);
    }

    private void answerClose(int code) {
        try {
            writer.close(code);
        } catch (IOException e) {
            // The other side need not wait for it.
            return;
        }
    }
}
