package dev.companion.core.worker;

import dev.companion.core.job.JobId;
import dev.companion.core.job.JobTermination;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.process.JobMark;
import dev.companion.core.process.ProcessIdentity;
import dev.companion.core.process.ProcessTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kills what runs for a job: its worker, if the pid still is that process, everything that bears its mark, and its turn on a
 * resident server.
 */
public final class JobKiller implements JobTermination {
    private final TurnsLeftBehind turns;

    /** @param turns those that outlive their workers */
    public JobKiller(TurnsLeftBehind turns) {
        this.turns = turns;
    }

    @Override
    public void kill(JobId id, Optional<ProcessIdentity> worker) {
        List<ProcessHandle> roots = new ArrayList<>(JobMark.find(id.value()));
        worker.flatMap(ProcessIdentity::find).ifPresent(roots::add);
        Set<ProcessHandle> all = ProcessTree.withDescendants(roots);
        ProcessTree.kill(all);
        turns.stop(id);
    }
}
