package dev.companion.core.review.context;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bytes made text.
 *
 * @param text what can be written as UTF-8
 * @param replaced whether some bytes were none, and U+FFFD stands for them
 */
record ReplacedText(String text, boolean replaced) {
    static ReplacedText of(byte[] bytes) {
        return strict(bytes)
                .map(text -> new ReplacedText(text, false))
                .orElseGet(() -> new ReplacedText(new String(bytes, StandardCharsets.UTF_8), true));
    }

    /** The text, if every byte belongs to it. */
    static Optional<String> strict(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes));
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** How many bytes it has as UTF-8. */
    static long bytes(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < 0x80) {
                bytes++;
            } else if (each < 0x800) {
                bytes += 2;
            } else if (Character.isSurrogate(each)) {
                // Half of four.
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
