package dev.companion.cli.render;

import dev.companion.core.job.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jobs that {@code status} shows.
 *
 * @param workspaceRoot the working tree that they belong to; empty for those of all
 * @param running those that have not ended, newest first
 * @param finished the newest end first
 */
public record Listing(Optional<String> workspaceRoot, List<Job> running, List<Job> finished) {
    /** Copies. */
    public Listing {
        running = List.copyOf(running);
        finished = List.copyOf(finished);
    }

    /**
     * Sorts the jobs.
     *
     * @param most how many finished ones to keep
     */
    public static Listing of(Optional<String> workspaceRoot, List<Job> jobs, int most) {
        List<Job> running = new ArrayList<>();
        List<Job> finished = new ArrayList<>();
        for (Job job : jobs) {
            (job.isActive() ? running : finished).add(job);
        }
        // Comparator.comparing would make a class at every start: the JVM does not archive its lambdas.
        running.sort((one, other) -> other.createdAt().compareTo(one.createdAt()));
        finished.sort((one, other) -> end(other).compareTo(end(one)));
        return new Listing(workspaceRoot, running, finished.subList(0, Math.min(most, finished.size())));
    }

    private static Instant end(Job job) {
        return job.completedAt().orElse(job.updatedAt());
    }

    /** The job that ended last. */
    public Optional<Job> latestFinished() {
        return finished.isEmpty() ? Optional.empty() : Optional.of(finished.get(0));
    }

    /** The finished jobs without the latest. */
    public List<Job> recent() {
        return finished.subList(Math.min(1, finished.size()), finished.size());
    }

    /** All of them in the order in which they are shown. */
    public List<Job> jobs() {
        return Stream.concat(running.stream(), finished.stream()).toList();
    }
}
