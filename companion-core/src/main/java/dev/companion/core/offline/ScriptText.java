package dev.companion.core.offline;

import java.util.Optional;

/** Where a script stands in a prompt: {@code %%[ … ]%%}, the last one counts. */
final class ScriptText {
    private static final String OPENING = "%%[";
    private static final String CLOSING = "]%%";

    private ScriptText() {}

    /** The JSON array between the marks. */
    static Optional<String> in(String prompt) {
        int end = prompt.lastIndexOf(CLOSING);
        int start = end < 0 ? -1 : prompt.lastIndexOf(OPENING, end);
        if (start < 0) {
            return Optional.empty();
        }
        return Optional.of(prompt.substring(start + OPENING.length() - 1, end + 1));
    }

    /** Puts the marks around a JSON array; no percent sign is left inside, so nothing in it can look like a mark. */
    static String mark(String jsonArray) {
        return "%%" + jsonArray.replace("%", "\\u0025") + "%%";
    }
}
