package io.parley.agent.memory;

import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// [Memory] in PostgreSQL.
final class StoredMemory implements Memory {

    private static final String WINDOW = """
            select id, role, text, provider_id from memory_line
            where client_id = ? and id <= ? and (replaced_by is null or replaced_by > ?)
            order by coalesce(place, id) desc limit ?""";
    private static final String APPEND =
            "insert into memory_line (tenant, client_id, role, text, turn_id, said_at, provider_id) values ";
    private static final String CORRECTED = """
            select id, text from memory_line
            where client_id = ? and provider_id = ? and role = 'USER' and replaced_by is null
            order by id desc limit 1 for update""";
    private static final String IS_KNOWN = "select count(*) from memory_line where client_id = ? and turn_id = ?";
    private static final String REPLACE = """
            with fresh as (
                insert into memory_line (tenant, client_id, role, text, turn_id, said_at, provider_id, place)
                select tenant, client_id, role, ?, ?, said_at, provider_id, coalesce(place, id)
                from memory_line where id = ?
                returning id)
            update memory_line set replaced_by = fresh.id from fresh where memory_line.id = ?""";

    @Override
    public Supplier<List<MemoryLine>> window(RoundTrip trip, String clientId, long end, int size) {
        return size == 0 ? List::of : trip.query(WINDOW, StoredMemory::oldestFirst, clientId, end, end, size);
    }

    private static List<MemoryLine> oldestFirst(ResultSet rows) throws SQLException {
        var lines = new ArrayList<MemoryLine>();
        while (rows.next()) {
            lines.add(new MemoryLine(
                    rows.getLong("id"),
                    MemoryLine.Role.valueOf(rows.getString("role")),
                    rows.getString("text"),
                    rows.getString("provider_id")));
        }
        return lines.reversed();
    }

    @Override
    public void append(RoundTrip trip, String tenant, String clientId, String turnId, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        var values = new ArrayList<@Nullable Object>();
        for (var line : lines) {
            Collections.addAll(values, tenant, clientId, line.role().name(), line.text(), turnId, line.providerId());
        }
        var rows = String.join(", ", Collections.nCopies(lines.size(), "(?, ?, ?, ?, ?, now(), ?)"));
        trip.update(APPEND + rows, values.toArray());
    }

    @Override
    public void correct(RoundTrip trip, Correction correction) {
        var known = trip.query(IS_KNOWN, StoredMemory::isAny, correction.clientId(), correction.source());
        var old = trip.query(CORRECTED, StoredMemory::old, correction.clientId(), correction.providerId());
        if (known.get()) {
            return;
        }
        var line = old.get();
        if (line.isPresent()) {
            long id = line.get().id();
            trip.update(REPLACE, correction.change().apply(line.get().text()), correction.source(), id, id);
        } else if (correction.otherwise() != null) {
            var own = new Line(MemoryLine.Role.USER, correction.otherwise(), null);
            append(trip, correction.tenant(), correction.clientId(), correction.source(), List.of(own));
        }
    }

    private record Old(long id, String text) {}

    private static boolean isAny(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getLong(1) > 0;
    }

    private static Optional<Old> old(ResultSet rows) throws SQLException {
        return rows.next() ? Optional.of(new Old(rows.getLong(1), rows.getString(2))) : Optional.empty();
    }

    @Override
    public void erase(RoundTrip trip, String clientId) {
        trip.update("delete from memory_line where client_id = ?", clientId);
    }
}
