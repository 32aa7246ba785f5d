package dev.companion.cli.render.review;

import java.nio.charset.StandardCharsets;

/** Paths in URIs. */
final class Uris {
    private static final String KEPT = "-._~/";

    private Uris() {}

    /** The path with everything percent-encoded but letters, digits, {@code - . _ ~} and slashes. */
    static String encoded(String path) {
        StringBuilder uri = new StringBuilder(path.length());
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain = character < 0x80 && (Character.isLetterOrDigit(character) || KEPT.indexOf(character) >= 0);
            if (plain) {
                uri.append(character);
            } else {
                uri.append('%').append(String.format("%02X", (int) character));
            }
        }
        return uri.toString();
    }
}
