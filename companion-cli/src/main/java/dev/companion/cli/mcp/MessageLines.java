package dev.companion.cli.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Splits a stream into lines at {@code \n}, in bounded memory. Not thread-safe. */
final class MessageLines {
    /** Longer than any prompt that a host sends in a message; bytes. */
    static final int LONGEST = 32 << 20;

    /** A line without its end; of one that is too long nothing is kept. */
    static final class Line {
        private final byte[] bytes;
        private final boolean tooLong;

        private Line(byte[] bytes, boolean tooLong) {
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /** What it holds; not to be changed. */
        byte[] bytes() {
            return bytes;
        }

        boolean isTooLong() {
            return tooLong;
        }
    }

    private final InputStream in;
    private final byte[] chunk = new byte[32 * 1024];
    private int position;
    private int end;

    MessageLines(InputStream in) {
        this.in = in;
    }

    /** The next line that is not blank; empty at the end of the stream, where a torn line is dropped. Blocks. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        while (true) {
            if (position == end) {
                end = Math.max(0, in.read(chunk));
                position = 0;
                if (end == 0) {
                    return Optional.empty();
                }
            }
            int from = position;
            while (position < end && chunk[position] != '\n') {
                position++;
            }
            tooLong |= line.size() + position - from > LONGEST;
            if (tooLong) {
                line.reset();
            } else {
                line.write(chunk, from, position - from);
            }
            if (position < end) {
                position++;
                if (tooLong || !isBlank(line.toByteArray())) {
                    return Optional.of(new Line(line.toByteArray(), tooLong));
                }
                line.reset();
            }
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte next : line) {
            if (next != ' ' && next != '\r' && next != '\t') {
                return false;
            }
        }
        return true;
    }
}
