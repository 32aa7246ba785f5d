package dev.companion.core.worker;

import dev.companion.core.job.Outcome;

/**
 * One turn of Codex for one job, over one transport. It gets ready from the moment it is made, while the job is still being
 * claimed. Used by the worker's main thread, but for {@link #lastInboundNanos}.
 */
interface CodexTurn extends AutoCloseable {
    /**
     * Runs the turn; blocks until it has ended or was stopped. A failure to reach Codex is an outcome, too.
     *
     * @param recorder takes in what Codex tells
     * @param stop raised when the turn shall end
     */
    Outcome run(Journal journal, TurnRecorder recorder, StopSignal stop);

    /** When Codex was heard last, on the scale of {@link System#nanoTime}. */
    long lastInboundNanos();

    /** Whether an earlier worker of the job began it, and died. */
    default boolean isAdopted() {
        return false;
    }

    /** Gives back whatever it holds; what was started for this job alone ends. */
    @Override
    void close();
}
