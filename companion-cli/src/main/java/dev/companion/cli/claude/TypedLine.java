package dev.companion.cli.claude;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What stands behind a slash command: options first, then a text that is never cut into words, so that nothing in it can be
 * taken for an option. The text begins at the first word that does not begin with a dash, or behind {@code --}.
 *
 * @param options as elements of an argument list; a value follows its option
 * @param text from its first character to the last one that was typed, verbatim; may be empty
 */
public record TypedLine(List<String> options, String text) {
    /**
     * The options that a slash command knows.
     *
     * @param flags without a value, or with one behind an equals sign
     * @param valued with a value in the next word
     */
    public record Known(Set<String> flags, Set<String> valued) {
        /** Copies. */
        public Known {
            flags = Set.copyOf(flags);
            valued = Set.copyOf(valued);
        }

        private boolean has(String option) {
            return flags.contains(option) || valued.contains(option);
        }
    }

    /** Copies. */
    public TypedLine {
        options = List.copyOf(options);
    }

    /**
     * Reads it.
     *
     * @throws Failure of the usage kind
     */
    public static TypedLine parse(String raw, Known known) {
        List<String> options = new ArrayList<>();
        TypedWords words = new TypedWords(raw);
        while (words.hasNext()) {
            if (!words.startsWith("-")) {
                return new TypedLine(options, words.rest());
            }
            String word = words.next();
            if (word.equals("--")) {
                return new TypedLine(options, words.rest());
            }
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!known.has(name)) {
                throw new Failure(
                        FailureCode.UNKNOWN_OPTION,
                        "unknown option " + shown(name),
                        "put -- before a text that begins with a dash");
            }
            options.add(word);
            if (known.valued().contains(word)) {
                options.add(value(words, word));
            }
        }
        return new TypedLine(options, "");
    }

    private static String value(TypedWords words, String option) {
        if (!words.hasNext()) {
            throw new Failure(FailureCode.BAD_VALUE, option + " needs a value", "give it behind the option");
        }
        return words.next();
    }

    private static String shown(String word) {
        String line = word.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    /** The options that stand in the text, where they are words like others. */
    public List<String> optionsInText(Known known) {
        List<String> found = new ArrayList<>();
        for (String word : text.split("\\s+", -1)) {
            if (word.startsWith("--") && known.has(word) && !found.contains(word)) {
                found.add(word);
            }
        }
        return found;
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "TypedLine[" + options.size() + " options, " + text.length() + " characters]";
    }
}
