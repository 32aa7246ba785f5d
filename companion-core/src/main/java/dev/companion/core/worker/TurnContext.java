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
        Assignment assignment,
        JobDirectory directory,
        Journal journal,
        TurnRecorder recorder,
        StopSignal stop,
        Predicate<String> mayUse) {

    /** What was asked for. */
    JobRequest request() {
        return assignment.request();
    }

    /** The same for another turn on the session. */
    TurnContext with(TurnRecorder another) {
        return new TurnContext(session, assignment, directory, journal, another, stop, mayUse);
    }

    /** Without the request. */
    @Override
    public String toString() {
        return "TurnContext[" + directory + "]";
    }
}
