package dev.companion.core.worker;

import dev.companion.core.failure.Failure;
import dev.companion.core.job.EventLog;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDraft;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Phase;
import dev.companion.core.job.Timestamps;
import dev.companion.core.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker writes down while the job runs: events into the log at once, changes of the record through the store. The
 * phase goes to the record a little later, so that the thread that reads from Codex never waits for the store.
 * Thread-safe.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final JobStore store;
    private final EventLog log;
    private final InstantSource clock;
    private volatile Phase phase;
    private Job job;
    private boolean behind;
    private boolean failing;
    private boolean closed;

    Journal(Job claimed, JobStore store, EventLog log, InstantSource clock) {
        this.job = claimed;
        this.phase = claimed.phase();
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    /** The time by which this is written. */
    Instant now() {
        return clock.instant();
    }

    /**
     * Appends an event. A log that cannot be written (a full disk) stops no run: what counts is the outcome, and writing
     * that meets the same disk again.
     */
    void event(EventType type, Map<String, @Nullable Object> data) {
        try {
            log.append(type, data);
        } catch (UncheckedIOException e) {
            LOG.warn("an event could not be written: {}", e.getMessage());
        }
    }

    /** Enters a phase; the same one again is nothing new. */
    void enter(Phase next, String message) {
        if (phase != next) {
            phase = next;
            event(EventType.PROGRESS, Json.fields("phase", next.wireName(), "message", message));
        }
    }

    /** The phase that the run is in. */
    Phase phase() {
        return phase;
    }

    /** The record as this worker knows it. */
    synchronized Job job() {
        return job;
    }

    /**
     * The record as this worker leaves it: from now on it is not changed here any more, so that a phase which is brought
     * up to date a moment too late cannot make the end of the job look like a lost race.
     */
    synchronized Job close() {
        closed = true;
        return job;
    }

    /**
     * Changes the record, now; a worker that lost its job only says so in its log. A store that cannot be written (busy,
     * a full disk) ends no run: the change is kept and tried again with the next one, at the latest by the end of the job.
     */
    synchronized void update(UnaryOperator<JobDraft> change) {
        if (closed) {
            return;
        }
        Job next = changed(change);
        long start = System.nanoTime();
        try {
            Optional<Job> stored = store.replace(job, next, "progress");
            LOG.debug("stored phase {} in {} ms", phase, (System.nanoTime() - start) / 1_000_000);
            if (stored.isEmpty()) {
                LOG.warn("job {} was changed by somebody else", job.id());
            }
            job = stored.orElse(job);
            behind = false;
            failing = false;
        } catch (Failure failure) {
            if (!failing) {
                LOG.warn("the progress of the job cannot be recorded yet: {}", failure.message());
            }
            job = next;
            behind = true;
            failing = true;
        }
    }

    /**
     * Changes the record as this worker knows it, and stores that with the next change, half a second later at most: for
     * what can be found out again if this worker is killed before.
     */
    synchronized void note(UnaryOperator<JobDraft> change) {
        if (!closed) {
            job = changed(change);
            behind = true;
        }
    }

    private Job changed(UnaryOperator<JobDraft> change) {
        return change.apply(job.draft())
                .phase(phase)
                .updatedAt(Timestamps.toMillis(clock.instant()))
                .build();
    }

    /** Brings the record up to date. */
    synchronized void flush() {
        if (behind || job.phase() != phase) {
            update(draft -> draft);
        }
    }
}
