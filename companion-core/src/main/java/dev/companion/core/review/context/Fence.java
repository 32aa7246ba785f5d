package dev.companion.core.review.context;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Lines that tell a reader what is ours and what is from the repository. They bear a word that nobody could have put into a
 * repository beforehand, so that nothing in it ends the fence or begins another part.
 *
 * @param word random
 */
public record Fence(String word) {
    private static final int BYTES = 12;

    /** Requires all. */
    public Fence {
        requireNonNull(word, "word");
    }

    /** Another one each time. */
    public static Fence random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Fence(HexFormat.of().formatHex(bytes));
    }

    /** The first line of everything. */
    String begin() {
        return "[" + word + " begin]\n";
    }

    /** The first line of a part. */
    String part(String title) {
        return "[" + word + " " + title + "]\n";
    }

    /** The last line of everything. */
    String end() {
        return "[" + word + " end]\n";
    }
}
