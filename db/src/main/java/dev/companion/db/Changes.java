package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What one session has written, and what it has read that is worth publishing. Not thread-safe. */
final class Changes {
    private final Set<JobId> readJobs = new LinkedHashSet<>();
    private final Set<Optional<String>> readOverviews = new LinkedHashSet<>();
    private Doubt doubt;
    private boolean written;

    Changes(Doubt inherited) {
        this.doubt = inherited;
    }

    void wrote(Job job) {
        doubt = doubt.and(job);
        written = true;
    }

    void read(JobId id) {
        readJobs.add(id);
    }

    void readOverview(Optional<String> workspaceRoot) {
        readOverviews.add(workspaceRoot);
    }

    boolean hasWritten() {
        return written;
    }

    /** What is to be published anew: what was written here, and what earlier sessions left. */
    Doubt doubt() {
        return doubt;
    }

    Set<JobId> readJobs() {
        return readJobs;
    }

    Set<Optional<String>> readOverviews() {
        return readOverviews;
    }
}
