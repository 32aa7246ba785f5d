package dev.companion.core.worker;

import dev.companion.core.job.Ending;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;

/** Why a run is stopped from outside Codex. */
enum Stop {
    CANCELLED(JobState.CANCELLED, Ending.CANCELLED),
    TIMED_OUT(JobState.FAILED, Ending.because(Reason.TIMEOUT, "the job ran longer than its --timeout and was stopped")),
    STALLED(
            JobState.FAILED,
            Ending.because(Reason.STALLED, "nothing came from Codex for the whole --stall-timeout; stopped")),
    TERMINATED(
            JobState.FAILED,
            Ending.because(Reason.INTERRUPTED, "the worker was asked to end (SIGTERM) before the turn did"));

    private final JobState state;
    private final Ending ending;

    Stop(JobState state, Ending ending) {
        this.state = state;
        this.ending = ending;
    }

    JobState state() {
        return state;
    }

    Ending ending() {
        return ending;
    }
}
