package dev.companion.core.codex;

/** Whether Codex has a thread. */
public enum ThreadPresence {
    /** It can go on. */
    THERE,
    /** It has to be taken out of the archive first. */
    ARCHIVED,
    /** Codex does not have it, or not any more. */
    GONE
}
