package dev.companion.core.review.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a reviewer concludes. Only {@link ReviewReading} may take one from an answer. */
public enum Verdict {
    APPROVE,
    NEEDS_ATTENTION;

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The verdict of that name, and of no name that is only similar. */
    public static Optional<Verdict> find(String wireName) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.wireName().equals(wireName))
                .findFirst();
    }
}
