package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobRequest;
import java.util.function.Predicate;

/**
 * What one attempt at a turn works with.
 *
 * @param recorder new for each attempt: it takes in the whole turn
 * @param mayUse is told the thread before the turn starts, and says whether this job may work on it
 */
record TurnContext(
        CodexSession session,
        JobRequest request,
        JobDirectory directory,
        Journal journal,
        TurnRecorder recorder,
        StopSignal stop,
        Predicate<String> mayUse) {

    /** Without the request. */
    @Override
    public String toString() {
        return "TurnContext[" + directory + "]";
    }
}
