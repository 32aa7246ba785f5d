package dev.companion.cli.mcp;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first bytes of a text and counts the others, so that an output of any size costs the same. Not thread-safe. */
final class BoundedOutput extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private long all;

    /** @param limit how many bytes are kept */
    BoundedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int next) {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        kept.write(bytes, offset, Math.min(length, limit - kept.size()));
        all += length;
    }

    /** How many bytes there were. */
    long length() {
        return all;
    }

    /** Whether some of them are missing. */
    boolean isCut() {
        return all > kept.size();
    }

    /** What was kept, without a torn character at its end. */
    String text() {
        byte[] bytes = kept.toByteArray();
        int end = isCut() ? wholeCharacters(bytes) : bytes.length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Up to where UTF-8 has no torn character. */
    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length;
        while (start > 0 && bytes.length - start < 4) {
            start--;
            int lead = bytes[start] & 0xff;
            if (lead < 0x80) {
                return bytes.length;
            }
            if (lead >= 0xc0) {
                int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return start + size <= bytes.length ? bytes.length : start;
            }
        }
        return bytes.length;
    }
}
