package dev.companion.db;

import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A {@code where} clause on the table {@code job} that grows, with its parameters. */
final class JobConditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    static JobConditions of(JobQuery query) {
        JobConditions where = new JobConditions();
        query.workspaceRoot().ifPresent(root -> where.and("workspace_root = ?", root));
        query.sessionId().ifPresent(session -> where.and("session_id = ?", session));
        query.threadId().ifPresent(thread -> where.and("thread_id = ?", thread));
        query.completedBefore().ifPresent(bound -> where.and("completed_at < ?", bound));
        query.labels().forEach(where::andLabel);
        return query.states().isEmpty() ? where : where.andStateIn(query.states());
    }

    JobConditions and(String condition, Object... values) {
        conditions.add(condition);
        parameters.addAll(List.of(values));
        return this;
    }

    JobConditions andStateIn(Set<JobState> states) {
        Object[] names = states.stream().sorted().map(JobState::wireName).toArray();
        return and("state in (" + Jdbc.marks(names.length) + ")", names);
    }

    private void andLabel(String key, String value) {
        and("""
                exists (
                  select 1 from job_label
                  where job_label.job_id = job.id and label_key = ? and label_value = ?
                )""", key, value);
    }

    /** From {@code where} on, with a line break at the end; empty without conditions. */
    String sql() {
        return conditions.isEmpty() ? "" : "where " + String.join("\n  and ", conditions) + "\n";
    }

    Collection<Object> parameters() {
        return parameters;
    }
}
