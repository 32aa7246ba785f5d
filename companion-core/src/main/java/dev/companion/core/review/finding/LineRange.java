package dev.companion.core.review.finding;

import java.util.Optional;

/** Lines of a file, counted from 1, both included. */
public record LineRange(int first, int last) {
    /** Requires line numbers in their order. */
    public LineRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no lines: " + first + "-" + last);
        }
    }

    /** The lines that a reviewer named; empty if there is no such line. A range that ends before it starts is one line. */
    public static Optional<LineRange> of(long first, long last) {
        if (first < 1 || first > Integer.MAX_VALUE || last > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new LineRange((int) first, (int) Math.max(first, last)));
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
