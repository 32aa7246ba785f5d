package dev.companion.core.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A value as it stands in a receipt: letters, digits and {@code . : / + -} as they are, every other byte of its UTF-8 as
 * {@code %} and two hexadecimal digits. Underscores and asterisks would not survive Markdown.
 */
final class ReceiptValue {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String AS_THEY_ARE = ".:/+-";

    private ReceiptValue() {}

    static String encode(String value) {
        StringBuilder text = new StringBuilder();
        for (byte octet : value.getBytes(UTF_8)) {
            char character = (char) (octet & 0xff);
            if (isPlain(character)) {
                text.append(character);
            } else {
                text.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return text.toString();
    }

    /** Empty if {@link #encode} would have written it otherwise: a value has one form only. */
    static Optional<String> decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isPlain(character)) {
                octets.write(character);
            } else if (character == '%' && i + 2 < text.length() && isHex(text, i + 1)) {
                octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        String value = octets.toString(UTF_8);
        return encode(value).equals(text) ? Optional.of(value) : Optional.empty();
    }

    private static boolean isHex(String text, int at) {
        return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || AS_THEY_ARE.indexOf(character) >= 0;
    }
}
