package io.parley.agent.tenancy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;

/// Collects statements of a transaction that travel to the database together, in their order: when one of their
/// answers is asked for, or before the commit. PostgreSQL's driver sends them as one.
public final class RoundTrip {

    private final JdbcOperations jdbc;
    private final List<Statement<?>> waiting = new ArrayList<>();

    RoundTrip(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds a query; its answer is what the reader makes of the rows.
    public <T> Supplier<T> query(String sql, RowReader<T> reader, @Nullable Object... values) {
        return add(sql, prepared -> reader.read(prepared.getResultSet()), values);
    }

    /// Adds a change; its answer is the number of rows changed.
    public Supplier<Integer> update(String sql, @Nullable Object... values) {
        return add(sql, PreparedStatement::getUpdateCount, values);
    }

    private <T> Supplier<T> add(String sql, AnswerReader<T> reader, @Nullable Object... values) {
        var statement = new Statement<>(sql, reader, values);
        waiting.add(statement);
        return () -> {
            send();
            return Objects.requireNonNull(statement.answer);
        };
    }

    /// Sends what waits.
    public void send() {
        if (waiting.isEmpty()) {
            return;
        }
        var sent = List.copyOf(waiting);
        waiting.clear();
        var sql = sent.stream().map(statement -> statement.sql).collect(Collectors.joining(";\n"));
        var values =
                sent.stream().flatMap(statement -> statement.values.stream()).toArray();
        PreparedStatementCreator creator = connection -> connection.prepareStatement(sql);
        PreparedStatementCallback<Boolean> run = prepared -> {
            new ArgumentPreparedStatementSetter(values).setValues(prepared);
            prepared.execute();
            for (var statement : sent) {
                statement.read(prepared);
                prepared.getMoreResults();
            }
            return true;
        };
        jdbc.execute(creator, run);
    }

    /// Makes something of the rows of an answer.
    public interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private interface AnswerReader<T> {
        T read(PreparedStatement prepared) throws SQLException;
    }

    private static final class Statement<T> {
        private final String sql;
        private final AnswerReader<T> reader;
        private final List<@Nullable Object> values;
        private @Nullable T answer;

        Statement(String sql, AnswerReader<T> reader, @Nullable Object... values) {
            this.sql = sql;
            this.reader = reader;
            this.values = Arrays.asList(values);
        }

        void read(PreparedStatement prepared) throws SQLException {
            answer = reader.read(prepared);
        }
    }
}
