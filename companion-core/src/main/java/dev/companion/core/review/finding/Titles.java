package dev.companion.core.review.finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How alike two titles are. A model says the same thing in other words each time. */
final class Titles {
    /** From here on two titles in one file are taken for the same finding: three words of five, more or less. */
    static final double SIMILAR = 0.5;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}_]+");
    private static final int MOST_WORDS = 100;

    private Titles() {}

    /** From 0, nothing in common, to 1, the same words: twice the common words by all words. */
    static double likeness(String one, String other) {
        List<String> left = words(one);
        List<String> right = words(other);
        int all = left.size() + right.size();
        if (all == 0) {
            return 1;
        }
        List<String> rest = new ArrayList<>(right);
        long common = left.stream().filter(rest::remove).count();
        return 2.0 * common / all;
    }

    private static List<String> words(String title) {
        return Arrays.stream(NO_WORD.split(title.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }
}
