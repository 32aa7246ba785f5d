package dev.companion.core.job;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs to list, newest first. All conditions hold together.
 *
 * @param workspaceRoot only jobs of this working tree
 * @param sessionId only jobs of this chat session
 * @param threadId only jobs on this thread
 * @param states only jobs in one of these states; empty means any
 * @param labels only jobs that bear all of these labels
 * @param completedBefore only jobs that ended before this instant
 * @param limit at most so many
 */
public record JobQuery(
        Optional<String> workspaceRoot,
        Optional<String> sessionId,
        Optional<String> threadId,
        Set<JobState> states,
        Map<String, String> labels,
        Optional<Instant> completedBefore,
        int limit) {
    /** Every job. */
    public static final JobQuery ALL = new JobQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Map.of(),
            Optional.empty(),
            Integer.MAX_VALUE);

    /** Copies the collections. */
    public JobQuery {
        states = Set.copyOf(states);
        labels = Map.copyOf(labels);
    }

    /** Of one working tree. */
    public JobQuery inWorkspace(String root) {
        return new JobQuery(Optional.of(root), sessionId, threadId, states, labels, completedBefore, limit);
    }

    /** Of one chat session. */
    public JobQuery inSession(String id) {
        return new JobQuery(workspaceRoot, Optional.of(id), threadId, states, labels, completedBefore, limit);
    }

    /** On one thread. */
    public JobQuery onThread(String id) {
        return new JobQuery(workspaceRoot, sessionId, Optional.of(id), states, labels, completedBefore, limit);
    }

    /** In one of the states. */
    public JobQuery in(Set<JobState> oneOf) {
        return new JobQuery(workspaceRoot, sessionId, threadId, oneOf, labels, completedBefore, limit);
    }

    /** With all of the labels. */
    public JobQuery labelled(Map<String, String> all) {
        return new JobQuery(workspaceRoot, sessionId, threadId, states, all, completedBefore, limit);
    }

    /** Ended before the instant. */
    public JobQuery endedBefore(Instant instant) {
        return new JobQuery(workspaceRoot, sessionId, threadId, states, labels, Optional.of(instant), limit);
    }

    /** At most so many. */
    public JobQuery atMost(int count) {
        return new JobQuery(workspaceRoot, sessionId, threadId, states, labels, completedBefore, count);
    }
}
