package dev.companion.core.server;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Recovery;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.TurnsLeftBehind;
import java.util.Optional;

/** Looks after what dead workers left on resident servers: their jobs are adopted or ended, turns of ended jobs are stopped. */
public final class Sweep {
    private final JobStore store;
    private final StateRoot root;
    private final Recovery recovery;
    private final TurnsLeftBehind turns;

    /** All that it works with. */
    public Sweep(JobStore store, StateRoot root, Recovery recovery, TurnsLeftBehind turns) {
        this.store = store;
        this.root = root;
        this.recovery = recovery;
        this.turns = turns;
    }

    /** Looks once at every server. */
    public void run() {
        for (ServerPlace place : ServerPlace.list(root)) {
            ClientLease.list(place).stream().filter(client -> !client.lives()).forEach(this::lookAfter);
        }
    }

    private void lookAfter(ClientLease.Client client) {
        Optional<Job> job = store.find(client.job());
        if (job.filter(Job::isActive)
                .map(recovery::reconcile)
                .filter(Job::isActive)
                .isEmpty()) {
            turns.stop(client.job());
        }
    }
}
