package io.parley.agent.handoff;

import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Hand-overs of which the team has still to be told, within a transaction of their tenant.
///
/// Who takes one has it for a while; it comes back by itself where the process dies. So nothing is
/// locked while a mail server is talked to.
final class HandoverOutbox {

    private static final String TAKE = """
            update handover set tries = tries + 1, next_at = ?
            where turn_id = (
                select turn_id from handover where ended_at is null and next_at <= ?
                order by next_at, turn_id limit 1 for update skip locked)
            returning turn_id, client_id, channel, reason, summary, window_end, asked_at, silent_until, tries,
                announced, reported""";
    private static final String AGAIN =
            "update handover set next_at = ?, announced = true, reported = ?, outcome = ? where turn_id = ? and tries = ?";
    private static final String END =
            "update handover set ended_at = ?, announced = true, outcome = ? where turn_id = ?";

    /// Takes the one that has been due for longest, until the given time.
    Supplier<Optional<Handover>> take(RoundTrip trip, Instant now, Instant until) {
        return trip.query(TAKE, HandoverOutbox::taken, Timestamp.from(until), Timestamp.from(now));
    }

    private static Optional<Handover> taken(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        return Optional.of(new Handover(
                rows.getString("turn_id"),
                rows.getString("client_id"),
                rows.getString("channel"),
                rows.getString("reason"),
                rows.getString("summary"),
                rows.getLong("window_end"),
                rows.getTimestamp("asked_at").toInstant(),
                rows.getTimestamp("silent_until").toInstant(),
                rows.getInt("tries"),
                rows.getBoolean("announced"),
                rows.getBoolean("reported")));
    }

    /// It is to be tried again, unless somebody else has taken it meanwhile.
    void again(RoundTrip trip, Handover taken, Instant at, boolean reported, String why) {
        trip.update(AGAIN, Timestamp.from(at), reported, why, taken.turnId(), taken.tries());
    }

    /// There is nothing more to be done.
    void end(RoundTrip trip, Handover taken, Instant at, String outcome) {
        trip.update(END, Timestamp.from(at), outcome, taken.turnId());
    }
}
