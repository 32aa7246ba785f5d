package dev.companion.core.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Waits until jobs have ended. Thread-safe. */
public final class JobWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final JobStore store;
    private final Recovery recovery;
    private final Pause pause;

    /** All that it works with. */
    public JobWait(JobStore store, Recovery recovery, Pause pause) {
        this.store = store;
        this.recovery = recovery;
        this.pause = pause;
    }

    /**
     * Blocks until all of the jobs (or any of them) have ended, or the time is over.
     *
     * @param limit empty waits for ever
     * @return the jobs as they are then, in the given order
     */
    public List<Job> await(List<Job> jobs, boolean any, Optional<Duration> limit) {
        long start = System.nanoTime();
        Duration next = FIRST_PAUSE;
        List<Job> now = new ArrayList<>(jobs);
        while (true) {
            now.replaceAll(this::look);
            if (isOver(now, any)) {
                return now;
            }
            Duration left = limit.map(total -> total.minusNanos(System.nanoTime() - start))
                    .orElse(next);
            if (left.isNegative() || left.isZero()) {
                return now;
            }
            pause.pause(left.compareTo(next) < 0 ? left : next);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? next.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Job look(Job job) {
        return job.isActive() ? recovery.reconcile(store.find(job.id()).orElse(job)) : job;
    }

    private static boolean isOver(List<Job> jobs, boolean any) {
        return any
                ? jobs.stream().anyMatch(job -> !job.isActive())
                : jobs.stream().noneMatch(Job::isActive);
    }
}
