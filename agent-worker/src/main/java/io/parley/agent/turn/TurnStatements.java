package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.handoff.Silence;
import io.parley.agent.handoff.SilenceStatements;
import io.parley.agent.memory.MemoryLine;
import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What is asked and written for every message, without JPA's work around it; all within a transaction of the client's
/// tenant.
final class TurnStatements {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Saying>> SAYINGS = new TypeReference<>() {};
    private static final TypeReference<List<Decision>> DECISIONS = new TypeReference<>() {};
    private static final String STANDING_SQL = "select " + SilenceStatements.COLUMNS + """
            , turn_input.message_id, turn_input.turn_id
            from (values (1)) as always
            left join silence on silence.client_id = ?
            left join turn_input on turn_input.client_id = ? and turn_input.message_id = any (?)""";

    private static final String INSERT_TURN = """
            insert into turn (turn_id, tenant, client_id, channel, channel_account, settings_version, status,
                attempt, interruptions, window_end, window_size, started_at, ended_at, reason, decisions)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String INSERT_INPUTS = """
            insert into turn_input (tenant, client_id, message_id, turn_id, place, kind, partition, log_offset,
                logged_at, text, user_name, carried, attempt)
            values
            """;

    private static final String NEXT_ATTEMPT = """
            update turn set attempt = attempt + 1, interruptions = interruptions + ?, decisions = ?
            where turn_id = ? and attempt = ? and status = 'RUNNING'""";
    private static final String END = """
            update turn set status = ?, reason = ?, ended_at = ?, input_tokens = ?, output_tokens = ?, sayings = ?,
                decisions = ?
            where turn_id = ? and attempt = ? and status = 'RUNNING'""";
    private static final String INSERT_STEP = """
            insert into turn_step (turn_id, tenant, place, attempt, kind, name, request_hash, answer, started_at,
                duration_ms, input_tokens, output_tokens)
            select owner.turn_id, owner.tenant,
                (select coalesce(max(place), 0) + 1 from turn_step where turn_id = owner.turn_id),
                ?, ?, ?, ?, ?, ?, ?, ?, ?
            from owner""";
    // The row is locked, so that an attempt that is overtaken meanwhile waits and then finds itself overtaken.
    private static final String STEP_OF_TURN = """
            with owner as (
                select turn_id, tenant from turn where turn_id = ? and attempt = ? and status = 'RUNNING' for update)
            """ + INSERT_STEP;
    private static final String END_WITH_STEP = "with owner as (" + END + " returning turn_id, tenant) " + INSERT_STEP;

    /// The running transaction's commit is waited for, however it was begun.
    void commitNow(RoundTrip trip) {
        trip.query("select set_config('synchronous_commit', 'on', true)", ResultSet::next);
    }

    /// What is known of the client and these messages.
    Supplier<Standing> standing(RoundTrip trip, Client client, Collection<String> messageIds) {
        var ids = messageIds.toArray(String[]::new);
        return trip.query(STANDING_SQL, TurnStatements::standing, client.id(), client.id(), ids);
    }

    private static Standing standing(ResultSet rows) throws SQLException {
        var turns = new HashMap<String, String>();
        var silence = Optional.<Silence>empty();
        while (rows.next()) {
            silence = SilenceStatements.read(rows);
            if (rows.getString("message_id") != null) {
                turns.put(rows.getString("message_id"), rows.getString("turn_id"));
            }
        }
        return new Standing(silence, turns);
    }

    /// What is known.
    ///
    /// @param silence the last one; may have passed
    /// @param turns those that the messages belong to, by message id
    record Standing(Optional<Silence> silence, Map<String, String> turns) {}

    /// The turn and its inputs.
    void insertTurn(RoundTrip trip, Turn turn, long windowEnd, int windowSize) {
        var client = turn.client();
        var end = turn.end();
        var values = new ArrayList<@Nullable Object>();
        Collections.addAll(
                values,
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
        trip.update(INSERT_TURN, values.toArray());
        insertInputs(trip, turn, turn.inputs(), 0);
    }

    void insertInputs(RoundTrip trip, Turn turn, List<Input> inputs, int before) {
        if (inputs.isEmpty()) {
            return;
        }
        var values = new ArrayList<@Nullable Object>();
        for (var input : inputs) {
            Collections.addAll(
                    values,
                    turn.client().tenant(),
                    turn.client().id(),
                    input.messageId(),
                    turn.id(),
                    before++,
                    input.kind().name(),
                    input.partition(),
                    input.offset(),
                    Timestamp.from(input.loggedAt()),
                    input.text(),
                    input.userName(),
                    JSON.writeValueAsString(input.carried()),
                    input.attempt());
        }
        var rows = String.join(", ", Collections.nCopies(inputs.size(), "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        trip.update(INSERT_INPUTS + rows, values.toArray());
    }

    /// Compare and set: 0 unless the row still runs in this attempt.
    Supplier<Integer> insertStep(RoundTrip trip, Turn turn, Step step) {
        var values = new ArrayList<@Nullable Object>();
        Collections.addAll(values, turn.id(), turn.attempt());
        values.addAll(stepValues(step));
        return trip.update(STEP_OF_TURN, values.toArray());
    }

    private static List<Object> stepValues(Step step) {
        return List.of(
                step.attempt(),
                step.kind(),
                step.name(),
                step.requestHash(),
                step.answer(),
                Timestamp.from(step.startedAt()),
                step.durationMillis(),
                step.inputTokens(),
                step.outputTokens());
    }

    /// Compare and set: 0 unless the row still runs in this attempt.
    Supplier<Integer> nextAttempt(RoundTrip trip, Turn turn, boolean interrupted, List<Decision> decisions) {
        return trip.update(
                NEXT_ATTEMPT, interrupted ? 1 : 0, JSON.writeValueAsString(decisions), turn.id(), turn.attempt());
    }

    /// Compare and set: 0, and nothing happens, unless the row still runs in this attempt.
    ///
    /// @param last the step that led to the end, stored with it
    Supplier<Integer> end(RoundTrip trip, Turn turn, TurnEnd end, List<Decision> decisions, @Nullable Step last) {
        var values = new ArrayList<@Nullable Object>();
        Collections.addAll(
                values,
                end.outcome().name(),
                end.reason(),
                Timestamp.from(end.at()),
                end.inputTokens(),
                end.outputTokens(),
                JSON.writeValueAsString(end.sayings()),
                JSON.writeValueAsString(decisions),
                turn.id(),
                turn.attempt());
        if (last != null) {
            values.addAll(stepValues(last));
        }
        return trip.update(last == null ? END : END_WITH_STEP, values.toArray());
    }

    void retract(RoundTrip trip, Turn turn) {
        trip.update("update turn set retracted = true where turn_id = ?", turn.id());
    }

    /// Inputs, steps and what the team has still to be told go with their turns.
    void erase(RoundTrip trip, Client client) {
        trip.update("delete from turn where client_id = ?", client.id());
    }

    /// Deletes the tenant's turns that ended before this time.
    void forget(RoundTrip trip, Instant before) {
        trip.update("delete from turn where ended_at < ?", Timestamp.from(before));
    }

    Input input(TurnInputRow row) {
        return row.input(JSON.readValue(row.carried, Carried.class));
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
