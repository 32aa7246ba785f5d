package dev.companion.db;

import dev.companion.core.job.Job;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code job_label} on one connection. */
final class LabelTable {
    private static final int JOBS_AT_ONCE = 500;

    private final Jdbc jdbc;

    LabelTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Job job) throws SQLException {
        for (Map.Entry<String, String> label : job.labels().entrySet()) {
            jdbc.update(
                    "insert into job_label (job_id, label_key, label_value) values (?, ?, ?)",
                    job.id().value(),
                    label.getKey(),
                    label.getValue());
        }
    }

    void replace(Job job) throws SQLException {
        jdbc.update("delete from job_label where job_id = ?", job.id().value());
        insert(job);
    }

    /** The same jobs in the same order, with their labels. */
    List<Job> addTo(List<Job> jobs) throws SQLException {
        List<Job> labelled = new ArrayList<>(jobs.size());
        for (int start = 0; start < jobs.size(); start += JOBS_AT_ONCE) {
            List<Job> some = jobs.subList(start, Math.min(start + JOBS_AT_ONCE, jobs.size()));
            Map<String, Map<String, String>> labels = labelsOf(some);
            for (Job job : some) {
                Map<String, String> found = labels.getOrDefault(job.id().value(), Map.of());
                labelled.add(found.isEmpty() ? job : job.draft().labels(found).build());
            }
        }
        return labelled;
    }

    private Map<String, Map<String, String>> labelsOf(List<Job> jobs) throws SQLException {
        Map<String, Map<String, String>> labels = new HashMap<>();
        List<String> ids = jobs.stream().map(job -> job.id().value()).toList();
        String sql =
                "select job_id, label_key, label_value from job_label where job_id in (" + Jdbc.marks(ids.size()) + ")";
        jdbc.query(
                sql,
                ids,
                row -> labels.computeIfAbsent(row.getString("job_id"), id -> new HashMap<>())
                        .put(row.getString("label_key"), row.getString("label_value")));
        return labels;
    }
}
