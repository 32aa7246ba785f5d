package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job's name for ever: the kind, a dash and ten characters of Crockford's base 32, for instance
 * {@code task-7k3m9q2x4w}. Safe as a file name and on a shell line.
 */
public record JobId(String value) implements Comparable<JobId> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z-]{0,30}-[0-9a-hjkmnp-tv-z]{10}");

    /** @throws IllegalArgumentException if the value has not the shape of an id */
    public JobId {
        requireNonNull(value, "value");
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a job id: " + value.length() + " characters");
        }
    }

    /** Whether the text has the shape of an id. */
    public static boolean isWellFormed(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** Whether it is the id of a job of that kind. */
    public boolean isOf(JobKind kind) {
        String prefix = kind.wireName() + "-";
        return value.startsWith(prefix) && value.indexOf('-', prefix.length()) < 0;
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    /** By hand, as is {@link #hashCode}: a record's own make classes at the first use, which no archive keeps. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JobId id && id.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
