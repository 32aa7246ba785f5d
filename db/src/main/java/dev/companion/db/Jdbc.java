package dev.companion.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements on one connection. Parameters may be empty {@link Optional}s and {@link Instant}s. */
final class Jdbc {
    /** Maps the current row. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    Jdbc(Connection connection) {
        this.connection = connection;
    }

    <T> List<T> query(String sql, Collection<?> parameters, RowMapper<T> mapper) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> mapped = new ArrayList<>();
            while (rows.next()) {
                mapped.add(mapped(rows, mapper));
            }
            return mapped;
        }
    }

    /** A value that the program cannot have written is damage, and no bug. */
    private static <T> T mapped(ResultSet row, RowMapper<T> mapper) throws SQLException {
        try {
            return mapper.map(row);
        } catch (RuntimeException e) {
            throw new SQLException("a row holds an unknown value", "XX001", DatabaseFailures.UNREADABLE_ROW, e);
        }
    }

    <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) throws SQLException {
        return query(sql, Arrays.asList(parameters), mapper);
    }

    /** Returns how many rows were changed. */
    int update(String sql, Collection<? extends @Nullable Object> parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    int update(String sql, Object... parameters) throws SQLException {
        return update(sql, Arrays.asList(parameters));
    }

    /** So many question marks, separated by commas. */
    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    private PreparedStatement prepare(String sql, Collection<? extends @Nullable Object> parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            int index = 0;
            for (@Nullable Object parameter : parameters) {
                index++;
                statement.setObject(index, bindable(parameter));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static @Nullable Object bindable(@Nullable Object parameter) {
        if (parameter instanceof Optional<?> optional) {
            return optional.isPresent() ? bindable(optional.orElseThrow()) : null;
        }
        return parameter instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : parameter;
    }
}
