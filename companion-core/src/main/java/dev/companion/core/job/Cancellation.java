package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Stops a job: asks its worker, which interrupts the turn; kills what does not stop in time. Idempotent, ends within five
 * seconds. A completion that comes first stands. Thread-safe.
 */
public final class Cancellation {
    private static final Duration WORKER_STOPS_WITHIN = Duration.ofMillis(3500);
    private static final Duration LOCK_IS_FREE_WITHIN = Duration.ofMillis(2500);

    /**
     * What became of it.
     *
     * @param job as it is now
     * @param interruptAttempted whether there was a turn to interrupt
     * @param interrupted whether Codex confirmed it
     */
    public record Cancelled(Job job, boolean interruptAttempted, boolean interrupted) {}

    private final JobStore store;
    private final Recovery recovery;
    private final JobEnd end;
    private final JobWait wait;
    private final JobTermination termination;
    private final InstantSource clock;

    /** All that it works with. */
    public Cancellation(
            JobStore store,
            Recovery recovery,
            JobEnd end,
            JobWait wait,
            JobTermination termination,
            InstantSource clock) {
        this.store = store;
        this.recovery = recovery;
        this.end = end;
        this.wait = wait;
        this.termination = termination;
        this.clock = clock;
    }

    /** Leaves the wish where the worker sees it, and returns at once. */
    public void request(Job job) {
        request(recovery.directory(job));
    }

    private static void request(JobDirectory directory) {
        try {
            PrivateFiles.touch(directory.cancelRequest());
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }

    /** Stops the job and returns when it has ended. */
    public Cancelled cancel(Job asked) {
        Job job = recovery.reconcile(asked);
        if (!job.isActive()) {
            return new Cancelled(job, false, false);
        }
        request(job);
        if (job.state() == JobState.QUEUED) {
            Optional<Job> cancelled = cancelQueued(job);
            if (cancelled.isPresent()) {
                return new Cancelled(cancelled.get(), false, false);
            }
        }
        Job stopped = await(job, WORKER_STOPS_WITHIN);
        if (stopped.isActive()) {
            termination.kill(stopped.id(), stopped.worker());
            stopped = await(stopped, LOCK_IS_FREE_WITHIN);
        }
        boolean attempted = stopped.turnId().isPresent();
        boolean confirmed = OutcomeFile.read(recovery.directory(stopped), stopped.generation())
                .flatMap(Outcome::turnStatus)
                .filter("interrupted"::equals)
                .isPresent();
        return new Cancelled(stopped, attempted, confirmed);
    }

    /**
     * For when the store does not answer, perhaps because the job's own worker was stopped in the middle of a session:
     * leaves the wish, which the next command grants, and kills what runs for the job.
     *
     * @return whether there is such a job
     */
    public boolean stopUnrecorded(JobId id) {
        JobDirectory directory = recovery.directory(id);
        if (!Files.isDirectory(directory.path())) {
            return false;
        }
        request(directory);
        termination.kill(id, Optional.empty());
        return true;
    }

    private Optional<Job> cancelQueued(Job job) {
        Job next =
                job.ended(JobState.CANCELLED, Ending.CANCELLED, WorkResult.NONE, Timestamps.toMillis(clock.instant()));
        Optional<Job> cancelled = store.replace(job, next, "cancelled before it was claimed");
        cancelled.ifPresent(ended -> end.seal(ended, recovery.directory(ended)));
        return cancelled;
    }

    private Job await(Job job, Duration limit) {
        return wait.await(List.of(job), false, Optional.of(limit)).get(0);
    }
}
