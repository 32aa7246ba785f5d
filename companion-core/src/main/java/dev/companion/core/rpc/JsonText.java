package dev.companion.core.rpc;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns a JSON string as it stands on the wire into the UTF-8 text that it means, in bounded memory. */
public final class JsonText {
    private JsonText() {}

    /**
     * Decodes the file of a long text.
     *
     * @param escaped what stood between the quotes
     * @throws IOException also if an escape is none that JSON knows
     */
    public static void decode(Path escaped, OutputStream out) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(escaped), 64 * 1024)) {
            int next = in.read();
            while (next >= 0) {
                if (next == '\\') {
                    decodeEscape(in, out);
                } else {
                    out.write(next);
                }
                next = in.read();
            }
        }
    }

    private static void decodeEscape(InputStream in, OutputStream out) throws IOException {
        int kind = in.read();
        switch (kind) {
            case '"', '\\', '/' -> out.write(kind);
            case 'b' -> out.write('\b');
            case 'f' -> out.write('\f');
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case 't' -> out.write('\t');
            case 'u' -> decodeUnicode(in, out);
            default -> throw new IOException("not a JSON escape");
        }
    }

    private static void decodeUnicode(InputStream in, OutputStream out) throws IOException {
        char first = hex(in);
        String text = String.valueOf(first);
        if (Character.isHighSurrogate(first)) {
            if (in.read() != '\\' || in.read() != 'u') {
                throw new IOException("a high surrogate stands alone");
            }
            text += hex(in);
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static char hex(InputStream in) throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(in.read(), 16);
            if (digit < 0) {
                throw new EOFException("a torn unicode escape");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }
}
