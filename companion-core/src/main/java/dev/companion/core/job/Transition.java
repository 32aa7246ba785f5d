package dev.companion.core.job;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a job's history, never changed.
 *
 * @param from empty for the first
 * @param why the reason, or the event that caused it, in a few words
 */
public record Transition(
        JobId jobId, int ordinal, Optional<JobState> from, JobState to, int generation, Instant at, String why) {
    /**
     * The first line of every history.
     *
     * @throws IllegalArgumentException if the job is not queued
     */
    public static Transition submitted(Job job) {
        if (job.state() != JobState.QUEUED) {
            throw new IllegalArgumentException("not queued: " + job);
        }
        return new Transition(
                job.id(), 1, Optional.empty(), job.state(), job.generation(), job.createdAt(), "submitted");
    }
}
