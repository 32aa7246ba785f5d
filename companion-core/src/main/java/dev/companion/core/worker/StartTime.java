package dev.companion.core.worker;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Pause;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Waits for the instant before which a job must not start, by the clock on the wall: a machine that slept over it wakes to
 * a job that may start. The job stays queued; the worker's lock tells everybody that it has not failed to start.
 */
final class StartTime {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final JobStore store;
    private final InstantSource clock;
    private final Pause pause;

    StartTime(JobStore store, InstantSource clock, Pause pause) {
        this.store = store;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Blocks until it is time.
     *
     * @return whether the job is still to be started; if not, somebody has ended it or wants it cancelled
     */
    boolean await(JobId id, JobDirectory directory, Instant notBefore) {
        while (clock.instant().isBefore(notBefore)) {
            pause.pause(LOOK_AGAIN);
            if (Files.exists(directory.cancelRequest()) || !Files.isDirectory(directory.path())) {
                return false;
            }
        }
        // Not only a queued one: a job whose worker died may be taken over when its time has long come.
        return store.find(id).filter(Job::isActive).isPresent();
    }
}
