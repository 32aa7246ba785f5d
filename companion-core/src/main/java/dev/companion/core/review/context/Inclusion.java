package dev.companion.core.review.context;

/** How much of a change is shown. */
public enum Inclusion {
    /** All that can be shown. */
    INLINE("inline-diff"),
    /** Most files; those that are too large are listed. */
    PARTIAL("partial-diff"),
    /** The list of files. */
    SUMMARY("self-collect");

    private final String wireName;

    Inclusion(String wireName) {
        this.wireName = wireName;
    }

    /** In JSON. */
    public String wireName() {
        return wireName;
    }
}
