package dev.companion.core.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved, forwards or backwards. Thread-safe. */
public final class MutableClock implements InstantSource {
    private volatile Instant now;

    /** Stands at the instant. */
    public MutableClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves by the duration, which may be negative. */
    public void move(Duration by) {
        now = now.plus(by);
    }

    /** Stands at the instant from now on. */
    public void set(Instant instant) {
        now = instant;
    }
}
