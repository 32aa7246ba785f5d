package dev.companion.core.job;

/** Kills whatever still runs for a job: its worker, Codex, and the commands that Codex started. */
@FunctionalInterface
public interface JobTermination {
    /** Kills them for good and returns when they are gone, or after a second or two. */
    void kill(Job job);
}
