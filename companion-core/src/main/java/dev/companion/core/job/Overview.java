package dev.companion.core.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return session.isEmpty() ? this : new Overview(of(session, active), of(session, finished), all);
    }

    /**
     * The overview of one working tree, of which this one of all is known to tell everything: it has all finished jobs, or none of
     * another working tree among them. Empty if that cannot be told.
     */
    public Optional<Overview> in(String workspaceRoot) {
        List<Job> ended = in(workspaceRoot, finished);
        boolean whole = all || ended.size() == finished.size();
        return whole ? Optional.of(new Overview(in(workspaceRoot, active), ended)) : Optional.empty();
    }

    private static List<Job> in(String workspaceRoot, List<Job> jobs) {
        List<Job> those = new ArrayList<>();
        for (Job job : jobs) {
            if (job.workspace().root().equals(workspaceRoot)) {
                those.add(job);
            }
        }
        return those;
    }

    /** Whether so many finished ones are here, or all that there are. */
    public boolean has(int mostFinished) {
        return all || finished.size() >= mostFinished;
    }

    private static List<Job> of(Optional<String> session, List<Job> jobs) {
        List<Job> those = new ArrayList<>();
        for (Job job : jobs) {
            if (job.sessionId().equals(session)) {
                those.add(job);
            }
        }
        return those;
    }
}
