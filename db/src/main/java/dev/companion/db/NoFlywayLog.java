package dev.companion.db;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * Flyway's words are for nobody here: it would warn users of every H2 that is newer than itself. Errors are thrown.
 * Public with a public constructor because Flyway makes it by its name.
 */
public final class NoFlywayLog implements LogCreator {
    /** For Flyway. */
    public NoFlywayLog() {}

    @Override
    public Log createLogger(Class<?> type) {
        return new Silence();
    }

    private static final class Silence implements Log {
        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}

        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Exception cause) {}

        @Override
        public void notice(String message) {}
    }
}
