package dev.companion.core.worker;

import dev.companion.core.job.Outcome;

/** One more turn on the thread of a review, over whatever transport the review ran. */
@FunctionalInterface
interface FollowUp {
    /**
     * Asks; blocks until the turn has ended or was stopped.
     *
     * @param recorder new, takes the turn in
     */
    Outcome ask(String prompt, TurnRecorder recorder);
}
