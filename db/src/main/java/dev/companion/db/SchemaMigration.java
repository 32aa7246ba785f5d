package dev.companion.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables of a file to the current version. Slow to load: only used for a file that is behind. */
final class SchemaMigration {
    /** The version of the last migration; {@code store_state.schema_version} says the same. */
    static final int CURRENT_VERSION = 2;

    /** Tables that were altered leave as much space behind as they take. */
    private static final int COMPACT_MILLIS = 2_000;

    private SchemaMigration() {}

    /** Migrates the file, which may be empty; closed and durable afterwards. */
    static void run(Path file) throws SQLException {
        DataSource source = H2Engine.dataSource(file, COMPACT_MILLIS);
        // H2 closes the file with its last connection: this one keeps it open between those of Flyway.
        try (Connection open = source.getConnection()) {
            Flyway.configure(SchemaMigration.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .cleanDisabled(true)
                    .loggers(NoFlywayLog.class.getName())
                    .load()
                    .migrate();
            H2Engine.flush(open);
        } catch (FlywayException e) {
            throw new SQLException("the tables could not be made", e);
        }
    }
}
