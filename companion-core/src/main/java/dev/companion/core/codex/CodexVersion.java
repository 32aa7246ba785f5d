package dev.companion.core.codex;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Codex: the one we are tested with, the oldest that we accept, and how they compare. */
public final class CodexVersion {
    /** The version that the tests run against. */
    public static final String TESTED = "0.169.0";
    /** Older ones lack calls that we need. */
    public static final String OLDEST = "0.150.0";

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\S*");

    private CodexVersion() {}

    /** From {@code name/1.2.3 (…)}. */
    static Optional<String> ofUserAgent(String userAgent) {
        int slash = userAgent.indexOf('/');
        return slash < 0 ? Optional.empty() : find(userAgent.substring(slash + 1));
    }

    /** The first version number in a text. */
    public static Optional<String> find(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** Whether the version is older than {@link #OLDEST}; one that cannot be read is not. */
    public static boolean isTooOld(String version) {
        Matcher matcher = NUMBERS.matcher(version);
        Matcher oldest = NUMBERS.matcher(OLDEST);
        return matcher.matches() && oldest.matches() && Arrays.compare(numbers(matcher), numbers(oldest)) < 0;
    }

    /** Whether the version is newer than {@link #TESTED}; one that cannot be read is not. */
    public static boolean isNewerThanTested(String version) {
        Matcher matcher = NUMBERS.matcher(version);
        Matcher tested = NUMBERS.matcher(TESTED);
        return matcher.matches() && tested.matches() && Arrays.compare(numbers(matcher), numbers(tested)) > 0;
    }

    private static int[] numbers(Matcher matcher) {
        return new int[] {
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))
        };
    }
}
