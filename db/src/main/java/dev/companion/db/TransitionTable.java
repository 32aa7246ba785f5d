package dev.companion.db;

import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table {@code job_transition} on one connection: rows are added, never changed. */
final class TransitionTable {
    private final Jdbc jdbc;

    TransitionTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void append(Transition transition) throws SQLException {
        jdbc.update(
                """
                insert into job_transition (job_id, ordinal, from_state, to_state, generation, happened_at, why)
                values (?, ?, ?, ?, ?, ?, ?)""",
                Arrays.asList(
                        transition.jobId().value(),
                        transition.ordinal(),
                        transition.from().map(JobState::wireName),
                        transition.to().wireName(),
                        transition.generation(),
                        transition.at(),
                        transition.why()));
    }

    int nextOrdinal(JobId id) throws SQLException {
        String sql = "select coalesce(max(ordinal), 0) + 1 as next_ordinal from job_transition where job_id = ?";
        return jdbc.query(sql, row -> row.getInt("next_ordinal"), id.value()).get(0);
    }

    List<Transition> of(JobId id) throws SQLException {
        String sql = "select * from job_transition where job_id = ? order by ordinal";
        return jdbc.query(sql, TransitionTable::read, id.value());
    }

    private static Transition read(ResultSet row) throws SQLException {
        return new Transition(
                new JobId(row.getString("job_id")),
                row.getInt("ordinal"),
                Optional.ofNullable(row.getString("from_state")).map(JobState::ofWireName),
                JobState.ofWireName(row.getString("to_state")),
                row.getInt("generation"),
                JobRow.instant(row, "happened_at").orElseThrow(),
                row.getString("why"));
    }
}
