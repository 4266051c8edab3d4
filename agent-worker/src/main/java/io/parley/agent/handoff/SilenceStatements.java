package io.parley.agent.handoff;

import io.parley.agent.Client;
import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Silences in PostgreSQL, within a transaction of the client's tenant.
public final class SilenceStatements {

    /// What [#read] needs of a row.
    public static final String COLUMNS = "silence.author, silence.cause, silence.source, silence.since,"
            + " silence.until_at, silence.slides_ms, silence.as_of, silence.ended, silence.ended_by";

    private static final String FIND = "select " + COLUMNS + " from silence where client_id = ? for update";
    private static final String WRITE = """
            insert into silence (tenant, client_id, author, cause, source, since, until_at, slides_ms, as_of, ended,
                ended_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, client_id) do update set author = excluded.author, cause = excluded.cause,
                source = excluded.source, since = excluded.since, until_at = excluded.until_at,
                slides_ms = excluded.slides_ms, as_of = excluded.as_of, ended = excluded.ended,
                ended_by = excluded.ended_by
            where silence.as_of <= excluded.as_of""";

    /// The silence of a row; empty where an outer join has found none.
    public static Optional<Silence> read(ResultSet row) throws SQLException {
        var author = row.getString("author");
        if (author == null) {
            return Optional.empty();
        }
        long slides = row.getLong("slides_ms");
        return Optional.of(new Silence(
                author,
                Silence.Cause.valueOf(row.getString("cause")),
                row.getString("source"),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("until_at").toInstant(),
                slides == 0 ? null : Duration.ofMillis(slides),
                row.getTimestamp("as_of").toInstant(),
                row.getBoolean("ended"),
                row.getString("ended_by")));
    }

    /// The client's, the last one if it has ended.
    public Supplier<Optional<Silence>> find(RoundTrip trip, Client client) {
        return trip.query(FIND, rows -> rows.next() ? read(rows) : Optional.empty(), client.id());
    }

    /// Follows something that silences the agent.
    ///
    /// @return what holds now
    public Silence begin(RoundTrip trip, Client client, Silence.Beginning by) {
        var former = find(trip, client).get().orElse(null);
        var now = Silence.after(former, by);
        if (!now.equals(former)) {
            write(trip, client, now);
        }
        return now;
    }

    /// Follows a hand-back.
    ///
    /// @param by the record's message id
    /// @return whether there was anything to hand back
    public boolean handBack(RoundTrip trip, Client client, String by, Instant at) {
        var ended = find(trip, client).get().flatMap(former -> former.handedBack(by, at));
        ended.ifPresent(now -> write(trip, client, now));
        return ended.isPresent();
    }

    /// Keeps it, unless something newer is kept.
    public void write(RoundTrip trip, Client client, Silence silence) {
        @Nullable
        Long slides = silence.slides() == null ? null : silence.slides().toMillis();
        trip.update(
                WRITE,
                client.tenant(),
                client.id(),
                silence.author(),
                silence.cause().name(),
                silence.source(),
                Timestamp.from(silence.since()),
                Timestamp.from(silence.until()),
                slides,
                Timestamp.from(silence.asOf()),
                silence.ended(),
                silence.endedBy());
    }

    /// Forgets the client.
    public void erase(RoundTrip trip, Client client) {
        trip.update("delete from silence where client_id = ?", client.id());
    }
}
