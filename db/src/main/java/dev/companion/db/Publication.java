package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Overview;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one session has to publish: the jobs (empty if one is gone) and overviews as the database has them.
 *
 * @param overviews by working tree; empty for all
 */
record Publication(Map<JobId, Optional<Job>> jobs, Map<Optional<String>, Overview> overviews) {
    static Publication of(Tables tables, Changes changes) throws SQLException {
        Set<JobId> ids = new LinkedHashSet<>(changes.readJobs());
        Set<Optional<String>> workspaces = new LinkedHashSet<>(changes.readOverviews());
        changes.doubt().workspaces().forEach((id, workspace) -> {
            ids.add(id);
            workspaces.add(Optional.of(workspace));
            workspaces.add(Optional.empty());
        });
        Map<Optional<String>, Overview> overviews = overviews(tables, workspaces);
        Map<JobId, Job> known = new HashMap<>();
        for (Overview overview : overviews.values()) {
            overview.active().forEach(job -> known.put(job.id(), job));
            overview.finished().forEach(job -> known.put(job.id(), job));
        }
        Map<JobId, Optional<Job>> jobs = new LinkedHashMap<>();
        for (JobId id : ids) {
            Job job = known.get(id);
            jobs.put(id, job == null ? tables.jobs().find(id) : Optional.of(job));
        }
        return new Publication(jobs, overviews);
    }

    /** Each row is read once where that will do: with many jobs, reading them is most of a session. */
    private static Map<Optional<String>, Overview> overviews(Tables tables, Set<Optional<String>> workspaces)
            throws SQLException {
        Map<Optional<String>, Overview> overviews = new LinkedHashMap<>();
        if (workspaces.contains(Optional.<String>empty())) {
            overviews.put(Optional.empty(), tables.jobs().overview(Optional.empty()));
        }
        for (Optional<String> workspace : workspaces) {
            if (workspace.isPresent()) {
                Overview all = overviews.get(Optional.<String>empty());
                Optional<Overview> part = all == null ? Optional.empty() : all.in(workspace.orElseThrow());
                overviews.put(
                        workspace, part.isPresent() ? part.get() : tables.jobs().overview(workspace));
            }
        }
        return overviews;
    }
}
