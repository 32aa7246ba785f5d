package dev.companion.core.process;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Adds up the time in which this process was awake, for limits that shall not count the time in which it was stopped by a
 * signal or the machine slept. Whoever asks must look often: a long gap between two looks is time in which nobody was
 * awake. Not thread-safe.
 */
public final class AwakeTime {
    private static final long LONGEST_GAP_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private long last;
    private long awake;

    /** Begins now, on the scale of {@link System#nanoTime} or of another clock. */
    public AwakeTime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Looks at the clock; to be called several times a second. Nanoseconds awake since the beginning. */
    public long look() {
        long now = nanoTime.getAsLong();
        long gap = now - last;
        last = now;
        if (gap <= LONGEST_GAP_NANOS) {
            awake += gap;
        }
        return awake;
    }
}
