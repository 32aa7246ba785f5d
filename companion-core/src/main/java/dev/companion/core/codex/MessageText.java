package dev.companion.core.codex;

import dev.companion.core.rpc.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A message of the model, in memory or, if it is very long, in a file. */
public sealed interface MessageText {
    /** Writes all of it, UTF-8. */
    void writeTo(OutputStream out) throws IOException;

    /** A short text. */
    record Inline(String text) implements MessageText {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Inline[" + text.length() + " characters]";
        }
    }

    /** A long text, kept as it stood on the wire. */
    record Kept(Path file) implements MessageText {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            JsonText.decode(file, out);
        }
    }
}
