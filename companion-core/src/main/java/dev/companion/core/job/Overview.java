package dev.companion.core.job;

import java.util.List;

/**
 * The jobs that {@code status} shows: every active one, and the newest finished ones up to a bound of the store.
 *
 * @param active newest first
 * @param finished newest end first
 */
public record Overview(List<Job> active, List<Job> finished) {
    /** Copies. */
    public Overview {
        active = List.copyOf(active);
        finished = List.copyOf(finished);
    }
}
