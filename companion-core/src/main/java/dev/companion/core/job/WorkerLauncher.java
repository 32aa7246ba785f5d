package dev.companion.core.job;

/** Starts the detached process that runs a job. */
@FunctionalInterface
public interface WorkerLauncher {
    /**
     * Starts the worker of a queued job and returns at once; the worker outlives the caller.
     *
     * @throws dev.companion.core.failure.Failure {@code SPAWN_FAILED} if no process could be started
     */
    void launch(JobId jobId, JobDirectory directory);
}
