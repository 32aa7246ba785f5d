package dev.companion.core.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes old finished jobs with their files, only when it is asked to. Thread-safe. */
public final class Pruning {
    private final JobStore store;
    private final StateRoot root;
    private final InstantSource clock;

    /** All that it works with. */
    public Pruning(JobStore store, StateRoot root, InstantSource clock) {
        this.store = store;
        this.root = root;
        this.clock = clock;
    }

    /**
     * The finished jobs that would go, newest first.
     *
     * @param olderThan only jobs that ended longer ago
     * @param keep the newest so many finished jobs stay, however old they are
     */
    public List<Job> candidates(Optional<Duration> olderThan, int keep) {
        Instant bound = olderThan.map(age -> clock.instant().minus(age)).orElse(Instant.MAX);
        return store.list(JobQuery.ALL.in(JobState.terminal())).stream()
                .skip(keep)
                .filter(job -> job.completedAt().orElseThrow().isBefore(bound))
                .toList();
    }

    /** Removes them: the record first, so that no record is ever without its files. Returns what was removed. */
    public List<Job> remove(List<Job> candidates) {
        List<Job> removed = new ArrayList<>();
        for (Job job : candidates) {
            if (store.delete(job.id())) {
                JobFiles.delete(new JobDirectory(root.jobDirectory(job.id())));
                removed.add(job);
            }
        }
        return removed;
    }
}
