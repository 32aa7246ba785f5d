package dev.companion.core.rpc;

import java.nio.ByteBuffer;

/**
 * Cuts long frames into pieces on their way to the codec, which holds a frame as a whole: Codex sends a message of any
 * length in one frame. All else passes as it came, wrong or right. Not thread-safe.
 */
final class FrameSplitter {
    /** No longer frame comes out, unless it is masked, which a server's must not be; payload bytes. */
    static final int PIECE = 256 * 1024;

    private static final int LONGEST_HEADER = 14;
    private static final int FINAL = 0x80;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_IN_2 = 126;
    private static final int LENGTH_IN_8 = 127;

    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    private ByteBuffer out = ByteBuffer.allocate(0);
    /** How much of the frame, or of its piece, is still to pass. */
    private long left;
    /** How much of the frame comes after the piece. */
    private long rest;
    /** The first byte of the next piece, but for the bit that says it is the last one. */
    private int nextFirst;

    private boolean isFinal;

    /** What the codec shall get for these bytes; valid until the next call. */
    ByteBuffer split(ByteBuffer in) {
        int needed = 2 * in.remaining() + 2 * LONGEST_HEADER;
        if (out.capacity() < needed) {
            out = ByteBuffer.allocate(needed);
        }
        out.clear();
        while (in.hasRemaining() || (left == 0 && rest > 0)) {
            if (left > 0) {
                pass(in);
            } else if (rest > 0) {
                beginPiece();
            } else {
                header.put(in.get());
                endHeader();
            }
        }
        return out.flip();
    }

    private void pass(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        out.put(in.slice(in.position(), count));
        in.position(in.position() + count);
        left -= count;
    }

    private void endHeader() {
        if (header.position() < 2 || header.position() < headerLength()) {
            return;
        }
        int first = header.get(0);
        long length = payloadLength();
        boolean splits = length > PIECE && (first & CONTROL) == 0 && !isMasked();
        if (splits) {
            isFinal = (first & FINAL) != 0;
            nextFirst = first & ~FINAL;
            rest = length;
        } else {
            out.put(header.flip());
            // A length below zero is refused by the codec.
            left = Math.max(0, length);
        }
        header.clear();
    }

    private void beginPiece() {
        left = Math.min(rest, PIECE);
        rest -= left;
        boolean last = rest == 0 && isFinal;
        out.put((byte) (last ? nextFirst | FINAL : nextFirst))
                .put((byte) LENGTH_IN_8)
                .putLong(left);
        // What follows are continuations, which repeat neither the opcode nor the reserved bits.
        nextFirst = 0;
    }

    private boolean isMasked() {
        return (header.get(1) & MASKED) != 0;
    }

    private int headerLength() {
        int length = header.get(1) & LENGTH;
        return 2 + (length == LENGTH_IN_8 ? 8 : length == LENGTH_IN_2 ? 2 : 0) + (isMasked() ? 4 : 0);
    }

    private long payloadLength() {
        int length = header.get(1) & LENGTH;
        return switch (length) {
            case LENGTH_IN_2 -> header.getShort(2) & 0xffff;
            case LENGTH_IN_8 -> header.getLong(2);
            default -> length;
        };
    }
}
