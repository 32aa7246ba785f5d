package dev.companion.core.job;

/**
 * Turns whose worker died while Codex may still be at them: a turn on a resident server outlives its worker. Whoever calls
 * holds the job's worker lock.
 */
public interface TurnsLeftBehind {
    /** For a program without resident servers: nothing outlives a worker. */
    TurnsLeftBehind NONE = new TurnsLeftBehind() {
        @Override
        public boolean mayLive(JobId job) {
            return false;
        }

        @Override
        public void adopt(JobId job, JobDirectory directory) {
            throw new IllegalStateException("nothing to adopt: " + job);
        }

        @Override
        public void stop(JobId job) {
            // There is none.
        }
    };

    /** Whether the job's last worker left a turn, or may have. */
    boolean mayLive(JobId job);

    /**
     * Starts another worker for the job, which goes on with the turn or tells how it ended, and returns at once.
     *
     * @throws dev.companion.core.failure.Failure {@code SPAWN_FAILED} if no process could be started
     */
    void adopt(JobId job, JobDirectory directory);

    /** Ends the turn, if it runs, with its commands; returns after a second or two also if the server does not answer. */
    void stop(JobId job);
}
