package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobDraft;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Overview;
import dev.companion.core.job.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables {@code job} and {@code job_label} on one connection. */
final class JobTable {
    private final Jdbc jdbc;
    private final LabelTable labels;

    JobTable(Jdbc jdbc) {
        this.jdbc = jdbc;
        this.labels = new LabelTable(jdbc);
    }

    void insert(Job job) throws SQLException {
        Map<String, Object> columns = JobRow.columns(job);
        String names = String.join(", ", columns.keySet());
        jdbc.update("insert into job (" + names + ") values (" + Jdbc.marks(columns.size()) + ")", columns.values());
        labels.insert(job);
    }

    /** The one guarded update of the whole state machine: whether the stored record still was the expected one. */
    boolean update(Step step) throws SQLException {
        Map<String, Object> columns = JobRow.columns(step.stored());
        String assignments =
                columns.keySet().stream().map(name -> name + " = ?").collect(Collectors.joining(", "));
        JobConditions guard = new JobConditions()
                .and("id = ?", step.expected().id().value())
                .and("version = ?", step.expected().version())
                .and("generation = ?", step.expected().generation())
                .andStateIn(step.from());
        List<Object> parameters = new ArrayList<>(columns.values());
        parameters.addAll(guard.parameters());
        boolean won = jdbc.update("update job set " + assignments + "\n" + guard.sql(), parameters) == 1;
        if (won && !step.expected().labels().equals(step.next().labels())) {
            labels.replace(step.next());
        }
        return won;
    }

    /** Whether it was there in one of the states; labels and history go with it. */
    boolean delete(JobId id) throws SQLException {
        JobConditions where = new JobConditions().and("id = ?", id.value()).andStateIn(JobState.terminal());
        return jdbc.update("delete from job " + where.sql(), where.parameters()) == 1;
    }

    Optional<Job> find(JobId id) throws SQLException {
        return select(new JobConditions().and("id = ?", id.value()), "id", 1).stream()
                .findFirst();
    }

    Optional<Job> findByKey(String idempotencyKey) throws SQLException {
        return select(new JobConditions().and("idempotency_key = ?", idempotencyKey), "id", 1).stream()
                .findFirst();
    }

    List<Job> list(JobQuery query) throws SQLException {
        return select(JobConditions.of(query), order(query.workspaceRoot(), "created_at"), query.limit());
    }

    List<JobId> idsStartingWith(String prefix, int limit) throws SQLException {
        String sql = "select id from job where id like ? escape '!' order by id limit ?";
        String pattern = prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return jdbc.query(sql, row -> new JobId(row.getString("id")), pattern, limit);
    }

    Overview overview(Optional<String> workspaceRoot) throws SQLException {
        JobConditions active = new JobConditions().andStateIn(JobState.active());
        JobConditions finished = new JobConditions().and("completed_at is not null");
        workspaceRoot.ifPresent(root -> {
            active.and("workspace_root = ?", root);
            finished.and("workspace_root = ?", root);
        });
        return new Overview(
                select(active, "created_at desc, id", Integer.MAX_VALUE),
                select(finished, order(workspaceRoot, "completed_at"), JobStore.OVERVIEW_FINISHED));
    }

    /** With the working tree in front, H2 reads an index in its order and stops at the limit instead of sorting. */
    private static String order(Optional<String> workspaceRoot, String column) {
        return workspaceRoot.map(root -> "workspace_root, ").orElse("") + column + " desc, id";
    }

    private List<Job> select(JobConditions where, String order, int limit) throws SQLException {
        List<Object> parameters = new ArrayList<>(where.parameters());
        parameters.add(limit);
        List<JobDraft> drafts = jdbc.query(
                "select * from job\n" + where.sql() + "order by " + order + " limit ?", parameters, JobRow::read);
        List<Job> unlabelled = drafts.stream().map(JobDraft::build).toList();
        return labels.addTo(unlabelled);
    }
}
