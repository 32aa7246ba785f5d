package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Overview;
import java.sql.SQLException;
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
        Map<JobId, Optional<Job>> jobs = new LinkedHashMap<>();
        for (JobId id : ids) {
            jobs.put(id, tables.jobs().find(id));
        }
        Map<Optional<String>, Overview> overviews = new LinkedHashMap<>();
        for (Optional<String> workspace : workspaces) {
            overviews.put(workspace, tables.jobs().overview(workspace));
        }
        return new Publication(jobs, overviews);
    }
}
