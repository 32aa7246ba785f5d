package dev.companion.core.verification;

import java.util.Locale;

/** One thing that a receipt speaks of, in the order of checking. */
public enum Check {
    /** The MAC. */
    SIGNATURE,
    /** The record of the job. */
    RECORD,
    /** The file with the final message. */
    OUTPUT,
    /** The file with what was read out of a review. */
    REVIEW,
    /** The words that a receipt was handed in with. */
    TEXT,
    /** Codex's own history. */
    THREAD;

    /** What came out. */
    public enum Result {
        SAME,
        /** The whole message is there, unchanged, and other words around it. */
        CONTAINED,
        DIFFERENT,
        MISSING,
        NOT_CHECKED;

        /** The name in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
