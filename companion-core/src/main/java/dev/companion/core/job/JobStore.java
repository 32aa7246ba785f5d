package dev.companion.core.job;

import java.util.List;
import java.util.Optional;

/**
 * The truth about every job. Thread-safe, and safe between processes: when a method returns, what it wrote is durable.
 *
 * <p>Every method may throw a {@link dev.companion.core.failure.Failure} with one of the codes {@code STORE_…} or
 * {@code STATE_ROOT_…}.
 */
public interface JobStore {
    /** How many finished jobs an {@link Overview} holds at most. */
    int OVERVIEW_FINISHED = 20;

    /**
     * Adds a queued job with its first transition, unless a job with its idempotency key is there.
     *
     * @throws IllegalArgumentException if the id is taken
     */
    Insertion insert(Job job);

    /** The job of that id. */
    Optional<Job> find(JobId id);

    /** The job that was inserted under the idempotency key. */
    Optional<Job> findByIdempotencyKey(String key);

    /**
     * The ids that start with the prefix, in order.
     *
     * @param limit at most so many
     */
    List<JobId> idsStartingWith(String prefix, int limit);

    /** The jobs that the query describes, newest first. */
    List<Job> list(JobQuery query);

    /**
     * What {@code status} shows, cheaply: polling it delays no writer.
     *
     * @param workspaceRoot the working tree, or empty for all
     */
    Overview overview(Optional<String> workspaceRoot);

    /**
     * One guarded write: succeeds only if the stored record still is {@code expected} (same version, generation and a
     * state that may become the next one). A change of state or generation adds a {@link Transition}.
     *
     * @param why for the history
     * @return the record as stored (version + 1), or empty if somebody else was faster
     * @throws IllegalArgumentException if the state machine does not allow the step
     */
    Optional<Job> replace(Job expected, Job next, String why);

    /** The history of a job, oldest first; empty if there is no such job. */
    List<Transition> transitions(JobId id);

    /**
     * Removes a finished job and its history.
     *
     * @return whether it was there and finished
     */
    boolean delete(JobId id);
}
