package dev.companion.core.offline;

import static java.util.Objects.requireNonNull;

/**
 * A text that may be very large because it repeats: only its unit is in memory.
 *
 * @param unit what is repeated
 * @param repeat how often, not negative
 */
record RepeatedText(String unit, long repeat) {
    RepeatedText {
        requireNonNull(unit, "unit");
        if (repeat < 0) {
            throw new IllegalArgumentException("repeat is negative");
        }
    }

    /** In UTF-16 units. */
    long length() {
        return unit.length() * repeat;
    }

    /** A slice, for one delta. {@code from} and {@code to} must not split a surrogate pair; see {@link #boundary}. */
    String slice(long from, long to) {
        StringBuilder slice = new StringBuilder(Math.toIntExact(to - from));
        for (long at = from; at < to; ) {
            int start = (int) (at % unit.length());
            int end = (int) Math.min(unit.length(), start + (to - at));
            slice.append(unit, start, end);
            at += end - start;
        }
        return slice.toString();
    }

    /** The first position at or after {@code position} that splits no surrogate pair. */
    long boundary(long position) {
        if (position >= length()) {
            return length();
        }
        boolean inside = Character.isLowSurrogate(unit.charAt((int) (position % unit.length())));
        return inside ? position + 1 : position;
    }

    /** Sizes only: what a model says is a result. */
    @Override
    public String toString() {
        return "RepeatedText[" + length() + " characters]";
    }
}
