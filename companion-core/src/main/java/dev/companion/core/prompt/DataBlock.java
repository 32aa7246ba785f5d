package dev.companion.core.prompt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Foreign text in a prompt, between two marks that it cannot contain: they are made of a digest of the text, so nobody can
 * write the closing mark into it. The text itself is not changed.
 */
public final class DataBlock {
    private static final String NOTHING = "(none)";

    private DataBlock() {}

    /**
     * The block; a line that says so if there is no text.
     *
     * @param name what it is, a word
     */
    public static String of(String name, String text) {
        if (text.isBlank()) {
            return NOTHING;
        }
        String mark = name + "-" + digest(text);
        return "<" + mark + ">\n" + text + (text.endsWith("\n") ? "" : "\n") + "</" + mark + ">";
    }

    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
