package dev.companion.core.git;

import java.util.List;
import java.util.stream.Collectors;

/** Words that a shell takes as they are, for commands that somebody else is to type. We start no shell. */
public final class ShellWord {
    private static final String HARMLESS = "[A-Za-z0-9_@%+=:,./-]+";

    private ShellWord() {}

    /** The word, in single quotes where it needs them. */
    public static String of(String word) {
        return word.matches(HARMLESS) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A command line. */
    public static String line(List<String> words) {
        return words.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }
}
