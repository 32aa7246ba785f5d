package dev.companion.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.h2.Driver;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** The only class that knows how H2 is spoken to. */
final class H2Engine {
    private static final String SUFFIX = ".mv.db";
    private static final String DIALECT =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";
    private static final Duration UNLOCKED_WITHIN = Duration.ofSeconds(2);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);
    private static final String USER = "companion";

    private H2Engine() {}

    /** Loading the engine's classes takes longer than a session: better done before others have to wait for it. */
    static void load() {
        Loaded.touch();
    }

    /** Opens a file that exists; nothing of it is changed, not even by closing. */
    static Connection openToRead(Path file) throws SQLException {
        return connect(url(file) + ";ACCESS_MODE_DATA=r");
    }

    /** Opens a file that exists, or fills an empty one. */
    static Connection openToWrite(Path file, int compactMillis) throws SQLException {
        return connect(writeUrl(file, compactMillis));
    }

    /** For a tool that opens connections itself; the last one to be closed compacts the file. */
    static DataSource dataSource(Path file, int compactMillis) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(writeUrl(file, compactMillis));
        source.setUser(USER);
        source.setPassword("");
        return source;
    }

    /** After this, what was committed survives a power cut; an error while writing is thrown here and not swallowed. */
    static void flush(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint sync");
        }
    }

    private static String writeUrl(Path file, int compactMillis) {
        return url(file) + ";WRITE_DELAY=0;MAX_COMPACT_TIME=" + compactMillis;
    }

    private static String url(Path file) {
        String path = file.toString();
        return "jdbc:h2:file:" + path.substring(0, path.length() - SUFFIX.length())
                + ";FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE" + DIALECT;
    }

    /**
     * Whoever was killed in the middle of a session loses the store lock a moment before H2's own: the kernel closes its
     * files one by one. So the second lock is waited for, too.
     */
    private static Connection connect(String url) throws SQLException {
        long end = System.nanoTime() + UNLOCKED_WITHIN.toNanos();
        while (true) {
            try {
                return connectAtOnce(url);
            } catch (SQLException e) {
                if (!DatabaseFailures.isOpenInAnotherProcess(e) || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private static Connection connectAtOnce(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", "");
        @Nullable Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not an H2 address");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs once: a small session on a file in memory that uses what a session on the real one will use. */
    private static final class Loaded {
        static {
            try (Connection connection = connect("jdbc:h2:memFS:warm;FILE_LOCK=NO;WRITE_DELAY=0" + DIALECT)) {
                warmUp(new Jdbc(connection));
                connection.commit();
            } catch (SQLException e) {
                throw new IllegalStateException("H2 does not work in memory", e);
            }
        }

        private static void warmUp(Jdbc jdbc) throws SQLException {
            jdbc.update("create table warm (id varchar primary key, at timestamp(3) with time zone, note text)");
            jdbc.update("create index warm_at on warm (at desc, id)");
            jdbc.update("insert into warm (id, at, note) values (?, ?, ?)", "a", Instant.EPOCH, "");
            jdbc.update("update warm set note = ? where id = ? and note in (?, ?)", "b", "a", "", "c");
            jdbc.query(
                    "select * from warm where at is not null order by at desc, id limit ?",
                    row -> row.getString("id") + JobRow.instant(row, "at"),
                    1);
        }

        static void touch() {}
    }
}
