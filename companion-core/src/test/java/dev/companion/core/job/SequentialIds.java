package dev.companion.core.job;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Ids 1, 2, 3 …: those of {@link JobFixtures} for tasks. Thread-safe. */
public final class SequentialIds implements JobIds {
    private final AtomicInteger last = new AtomicInteger();

    /** The first id is number 1. */
    public SequentialIds() {}

    @Override
    public JobId next(JobKind kind) {
        return new JobId(String.format(Locale.ROOT, "%s-%010d", kind.wireName(), last.incrementAndGet()));
    }
}
