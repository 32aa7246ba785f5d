package dev.companion.cli.terminal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an output looks like. */
public enum Format {
    TEXT,
    JSON,
    JSONL,
    ID,
    MARKDOWN,
    SARIF,
    GITHUB;

    /** The word to type. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name. */
    public static Optional<Format> find(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(name))
                .findFirst();
    }

    /** Their words, for a message. */
    public static String names(Format... formats) {
        return Arrays.stream(formats).map(Format::wireName).collect(Collectors.joining(", "));
    }
}
