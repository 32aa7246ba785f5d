package dev.companion.core.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes in pieces: fields that end with NUL, then lines, of which a long one comes in several pieces. Memory is one buffer.
 * Not thread-safe.
 */
final class Pieces {
    private static final int BUFFER = 1 << 17;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private int filled;

    Pieces(InputStream in) {
        this.in = in;
    }

    /**
     * The next field without its NUL; empty at the end.
     *
     * @throws IOException if the field is longer than the buffer, or has no NUL
     */
    Optional<byte[]> field() throws IOException {
        if (!next((byte) 0)) {
            return Optional.empty();
        }
        if (buffer[end - 1] != 0) {
            throw new IOException("a name in the output of git does not end");
        }
        return Optional.of(Arrays.copyOfRange(buffer, start, end - 1));
    }

    /** Goes to the next line, or the next part of a line that is longer than the buffer; false at the end. */
    boolean nextPiece() throws IOException {
        return next((byte) '\n');
    }

    private boolean next(byte delimiter) throws IOException {
        start = end;
        int at = start;
        while (true) {
            while (at < filled) {
                if (buffer[at++] == delimiter) {
                    end = at;
                    return true;
                }
            }
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, filled - start);
                filled -= start;
                at -= start;
                start = 0;
            }
            int read = filled == buffer.length ? -1 : in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                end = filled;
                return filled > 0;
            }
            filled += read;
        }
    }

    int length() {
        return end - start;
    }

    /** The first byte. */
    byte first() {
        return buffer[start];
    }

    /** Whether the line ends with this piece. */
    boolean endsLine() {
        return buffer[end - 1] == '\n';
    }

    boolean startsWith(byte[] prefix) {
        return length() >= prefix.length
                && Arrays.equals(buffer, start, start + prefix.length, prefix, 0, prefix.length);
    }

    /** Whether the piece is this line. */
    boolean isLine(byte[] line) {
        return length() == line.length + 1 && endsLine() && startsWith(line);
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(buffer, start, length());
    }

    /** The piece, one character a byte. */
    String latin1() {
        return new String(buffer, start, length(), StandardCharsets.ISO_8859_1);
    }
}
