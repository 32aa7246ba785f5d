package dev.companion.cli.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes a JSON document on and cuts every string in it that is too long, at the end of a character and with a note of
 * what is missing: the document stays one, of the same shape, in bounded memory. Not thread-safe.
 */
final class ShortStrings extends OutputStream {
    private final OutputStream out;
    private final int limit;
    private boolean inString;
    private boolean escaped;
    /** Hexadecimal digits of {@code \}{@code u} that are still to come. */
    private int digits;

    private int passed;
    private long dropped;
    private boolean hasCut;

    /** @param limit the longest string, bytes as they are written in the document */
    ShortStrings(OutputStream out, int limit) {
        this.out = out;
        this.limit = limit;
    }

    @Override
    public void write(int next) throws IOException {
        if (!inString) {
            out.write(next);
            inString = next == '"';
            passed = 0;
            dropped = 0;
            return;
        }
        boolean startsCharacter = !escaped && digits == 0 && (next & 0xc0) != 0x80;
        if (next == '"' && startsCharacter) {
            note();
            out.write(next);
            inString = false;
            return;
        }
        if (dropped > 0 || (startsCharacter && passed >= limit)) {
            dropped++;
        } else {
            out.write(next);
            passed++;
        }
        follow(next, startsCharacter);
    }

    private void follow(int next, boolean startsCharacter) {
        if (digits > 0) {
            digits--;
        } else if (escaped) {
            escaped = false;
            digits = next == 'u' ? 4 : 0;
        } else {
            escaped = next == '\\' && startsCharacter;
        }
    }

    private void note() throws IOException {
        if (dropped > 0) {
            hasCut = true;
            out.write((" […cut: " + dropped + " bytes more]").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether a string was cut. */
    boolean hasCut() {
        return hasCut;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
