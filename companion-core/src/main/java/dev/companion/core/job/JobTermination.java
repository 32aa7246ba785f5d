package dev.companion.core.job;

import dev.companion.core.process.ProcessIdentity;
import java.util.Optional;

/** Kills whatever still runs for a job: its worker, Codex, and the commands that Codex started. */
@FunctionalInterface
public interface JobTermination {
    /**
     * Kills them for good and returns when they are gone, or after a second or two.
     *
     * @param worker as the record has it; empty if it cannot be read
     */
    void kill(JobId id, Optional<ProcessIdentity> worker);
}
