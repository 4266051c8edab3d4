package io.parley.agent.turn;

import io.parley.agent.memory.MemoryLine;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What is written about turns, each in one statement that reads nothing back; all within a transaction of the
/// client's tenant.
final class TurnStatements {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Saying>> SAYINGS = new TypeReference<>() {};
    private static final TypeReference<List<Decision>> DECISIONS = new TypeReference<>() {};

    private final JdbcTemplate jdbc;

    TurnStatements(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// The running transaction's commit is waited for, however it was begun.
    void commitNow() {
        jdbc.queryForObject("select set_config('synchronous_commit', 'on', true)", String.class);
    }

    void insertTurn(Turn turn, long windowEnd, int windowSize) {
        var client = turn.client();
        var end = turn.end();
        jdbc.update(
                """
                insert into turn (turn_id, tenant, client_id, channel, channel_account, settings_version, status,
                    attempt, interruptions, window_end, window_size, started_at, ended_at, reason, decisions)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                turn.id(),
                client.tenant(),
                client.id(),
                client.channel(),
                client.account(),
                turn.settingsVersion(),
                end == null ? TurnRow.Status.RUNNING.name() : end.outcome().name(),
                turn.attempt(),
                turn.interruptions(),
                windowEnd,
                windowSize,
                Timestamp.from(turn.startedAt()),
                end == null ? null : Timestamp.from(end.at()),
                end == null ? null : end.reason(),
                JSON.writeValueAsString(turn.decisions()));
    }

    void insertInputs(Turn turn, List<Input> inputs, int before) {
        if (inputs.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                """
                insert into turn_input (tenant, client_id, message_id, turn_id, place, kind, partition, log_offset,
                    logged_at, text, user_name)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                IntStream.range(0, inputs.size()).boxed().toList(),
                inputs.size(),
                (statement, place) -> bind(statement, turn, inputs.get(place), before + place));
    }

    private static void bind(PreparedStatement statement, Turn turn, Input input, int place) throws SQLException {
        statement.setString(1, turn.client().tenant());
        statement.setString(2, turn.client().id());
        statement.setString(3, input.messageId());
        statement.setString(4, turn.id());
        statement.setInt(5, place);
        statement.setString(6, input.kind().name());
        statement.setInt(7, input.partition());
        statement.setLong(8, input.offset());
        statement.setTimestamp(9, Timestamp.from(input.loggedAt()));
        statement.setString(10, input.text());
        statement.setString(11, input.userName());
    }

    int insertStep(Turn turn, Step step) {
        return jdbc.update(
                """
                insert into turn_step (turn_id, tenant, place, attempt, kind, name, request_hash, answer, started_at,
                    duration_ms, input_tokens, output_tokens)
                select ?, ?, coalesce(max(place), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? from turn_step where turn_id = ?""",
                turn.id(),
                turn.client().tenant(),
                step.attempt(),
                step.kind(),
                step.name(),
                step.requestHash(),
                step.answer(),
                Timestamp.from(step.startedAt()),
                step.durationMillis(),
                step.inputTokens(),
                step.outputTokens(),
                turn.id());
    }

    boolean nextAttempt(Turn turn, boolean interrupted, List<Decision> decisions) {
        return jdbc.update("""
                        update turn set attempt = attempt + 1, interruptions = interruptions + ?, decisions = ?
                        where turn_id = ? and attempt = ? and status = 'RUNNING'""", interrupted ? 1 : 0, JSON.writeValueAsString(decisions), turn.id(), turn.attempt())
                == 1;
    }

    /// Compare and set: nothing happens unless the row still runs in this attempt.
    boolean end(Turn turn, TurnEnd end, List<Decision> decisions) {
        return jdbc.update(
                        """
                        update turn set status = ?, reason = ?, ended_at = ?, input_tokens = ?, output_tokens = ?,
                            sayings = ?, decisions = ?
                        where turn_id = ? and attempt = ? and status = 'RUNNING'""",
                        end.outcome().name(),
                        end.reason(),
                        Timestamp.from(end.at()),
                        end.inputTokens(),
                        end.outputTokens(),
                        JSON.writeValueAsString(end.sayings()),
                        JSON.writeValueAsString(decisions),
                        turn.id(),
                        turn.attempt())
                == 1;
    }

    int retract(Turn turn) {
        return jdbc.update("update turn set retracted = true where turn_id = ?", turn.id());
    }

    Optional<Instant> silencedUntil(Client client) {
        return jdbc
                .query(
                        "select until_at from silence where client_id = ?",
                        (row, number) -> row.getTimestamp(1).toInstant(),
                        client.id())
                .stream()
                .findFirst();
    }

    int silence(Client client, Instant until, String author) {
        return jdbc.update("""
                insert into silence (tenant, client_id, until_at, since, author) values (?, ?, ?, now(), ?)
                on conflict (tenant, client_id) do update set until_at = excluded.until_at, author = excluded.author""", client.tenant(), client.id(), Timestamp.from(until), author);
    }

    int handBack(Client client) {
        return jdbc.update("delete from silence where client_id = ?", client.id());
    }

    /// Inputs and steps go with their turns.
    int erase(Client client) {
        handBack(client);
        return jdbc.update("delete from turn where client_id = ?", client.id());
    }

    /// Deletes the tenant's turns that ended before this time.
    int forget(Instant before) {
        return jdbc.update("delete from turn where ended_at < ?", Timestamp.from(before));
    }

    Turn turn(TurnRow row, List<Input> inputs, List<MemoryLine> memory, List<Step> steps) {
        return new Turn(
                row.turnId,
                new Client(row.clientId, row.tenant, row.channel, row.channelAccount),
                row.settingsVersion,
                row.attempt,
                row.interruptions,
                row.startedAt,
                inputs,
                memory,
                steps,
                JSON.readValue(row.decisions, DECISIONS),
                row.retracted,
                end(row));
    }

    private static @Nullable TurnEnd end(TurnRow row) {
        return row.endedAt == null
                ? null
                : new TurnEnd(
                        TurnEnd.Outcome.valueOf(row.status.name()),
                        row.reason,
                        JSON.readValue(row.sayings, SAYINGS),
                        row.endedAt,
                        row.inputTokens,
                        row.outputTokens);
    }
}
