package dev.companion.core.review.context;

import java.util.Locale;

/** Why a file's content is not in a prompt. */
public enum Omission {
    TOO_LARGE("too large"),
    BUDGET("the whole is too large"),
    BINARY("binary"),
    SECRET("looks like a secret"),
    SYMLINK("a symbolic link"),
    UNREADABLE("unreadable"),
    NOT_UTF8("not UTF-8"),
    NAME_NOT_UTF8("its name is not UTF-8"),
    NOT_A_FILE("not a file"),
    CONFLICT("an unresolved conflict");

    private final String words;

    Omission(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** In JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
