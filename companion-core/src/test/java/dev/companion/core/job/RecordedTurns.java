package dev.companion.core.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns left behind, as a test says, and what was done with them. */
final class RecordedTurns implements TurnsLeftBehind {
    private final Set<JobId> living = new HashSet<>();
    private final List<JobId> adopted = new ArrayList<>();
    private final List<JobId> stopped = new ArrayList<>();

    RecordedTurns living(JobId job) {
        living.add(job);
        return this;
    }

    List<JobId> adopted() {
        return adopted;
    }

    List<JobId> stopped() {
        return stopped;
    }

    @Override
    public boolean mayLive(JobId job) {
        return living.contains(job);
    }

    @Override
    public void adopt(JobId job, JobDirectory directory) {
        adopted.add(job);
    }

    @Override
    public void stop(JobId job) {
        stopped.add(job);
    }
}
