package dev.companion.core.review.context;

/**
 * How much of a change a prompt carries.
 *
 * @param bytes of everything that comes from the repository, UTF-8
 */
public record ContextBudget(int bytes) {
    /** Some sixty thousand tokens: a large pull request, and a fraction of what a model takes. */
    public static final ContextBudget DEFAULT = new ContextBudget(256 << 10);

    private static final int SMALLEST = 8 << 10;

    /** Requires 8 KiB, below which it would hold the headings. */
    public ContextBudget {
        if (bytes < SMALLEST) {
            throw new IllegalArgumentException("a budget of less than " + SMALLEST + " bytes");
        }
    }

    /** What contents may take: the list of files always has the last quarter. */
    int contents() {
        return bytes - bytes / 4;
    }

    /** What one untracked file may take: those are more often the products of work than the work. */
    int untrackedFile() {
        return bytes / 8;
    }
}
