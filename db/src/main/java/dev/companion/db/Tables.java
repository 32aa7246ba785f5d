package dev.companion.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of the store on one connection. */
record Tables(JobTable jobs, TransitionTable transitions, Jdbc jdbc) {
    /** What the one row of {@code store_state} says. */
    record State(int schemaVersion, long writes) {}

    static Tables on(Connection connection) {
        Jdbc jdbc = new Jdbc(connection);
        return new Tables(new JobTable(jdbc), new TransitionTable(jdbc), jdbc);
    }

    State state() throws SQLException {
        List<State> rows = jdbc.query(
                "select schema_version, writes from store_state",
                row -> new State(row.getInt("schema_version"), row.getLong("writes")));
        if (rows.size() != 1) {
            throw new SQLException("store_state has " + rows.size() + " rows");
        }
        return rows.get(0);
    }

    /** Reads every value of a table, to see whether it can be read. */
    void readAll(String table) throws SQLException {
        jdbc.query("select * from " + table, row -> {
            int columns = row.getMetaData().getColumnCount();
            for (int column = 1; column <= columns; column++) {
                row.getString(column);
            }
            return table;
        });
    }

    /** Counts one write and returns the new count. */
    long countWrite() throws SQLException {
        jdbc.update("update store_state set writes = writes + 1");
        return state().writes();
    }
}
