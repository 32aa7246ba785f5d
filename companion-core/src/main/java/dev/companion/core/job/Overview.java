package dev.companion.core.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The jobs that {@code status} shows: every active one, and the newest finished ones up to a bound of the store.
 *
 * @param active newest first
 * @param finished newest end first
 * @param all whether these are all finished ones that there are
 */
public record Overview(List<Job> active, List<Job> finished, boolean all) {
    /** Copies. */
    public Overview {
        active = List.copyOf(active);
        finished = List.copyOf(finished);
    }

    /** As the store has them; fewer finished ones than {@link JobStore#OVERVIEW_FINISHED} are all. */
    public Overview(List<Job> active, List<Job> finished) {
        this(active, finished, finished.size() < JobStore.OVERVIEW_FINISHED);
    }

    /** Those of one chat session. */
    public Overview within(Optional<String> session) {
        return session.isEmpty() ? this : only(job -> job.sessionId().equals(session));
    }

    /** Without the reviews of the review gate, for which nobody asked. */
    public Overview withoutGate() {
        return only(job -> !ReviewGate.owns(job));
    }

    /**
     * The overview of one working tree, of which this one of all is known to tell everything: it has all finished jobs, or none of
     * another working tree among them. Empty if that cannot be told.
     */
    public Optional<Overview> in(String workspaceRoot) {
        Overview there = only(job -> job.workspace().root().equals(workspaceRoot));
        boolean whole = all || there.finished.size() == finished.size();
        return whole ? Optional.of(new Overview(there.active, there.finished)) : Optional.empty();
    }

    private Overview only(Predicate<Job> wanted) {
        return new Overview(
                active.stream().filter(wanted).toList(),
                finished.stream().filter(wanted).toList(),
                all);
    }

    /** Whether so many finished ones are here, or all that there are. */
    public boolean has(int mostFinished) {
        return all || finished.size() >= mostFinished;
    }
}
