package io.parley.agent.memory;

import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/// [Memory] in PostgreSQL.
final class StoredMemory implements Memory {

    private static final String WINDOW =
            "select id, role, text from memory_line where client_id = ? and id <= ? order by id desc limit ?";
    private static final String APPEND =
            "insert into memory_line (tenant, client_id, role, text, turn_id, said_at) values ";

    @Override
    public Supplier<List<MemoryLine>> window(RoundTrip trip, String clientId, long end, int size) {
        return size == 0 ? List::of : trip.query(WINDOW, StoredMemory::oldestFirst, clientId, end, size);
    }

    private static List<MemoryLine> oldestFirst(ResultSet rows) throws SQLException {
        var lines = new ArrayList<MemoryLine>();
        while (rows.next()) {
            lines.add(new MemoryLine(
                    rows.getLong("id"), MemoryLine.Role.valueOf(rows.getString("role")), rows.getString("text")));
        }
        return lines.reversed();
    }

    @Override
    public void append(RoundTrip trip, String tenant, String clientId, String turnId, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        var values = new ArrayList<Object>();
        for (var line : lines) {
            Collections.addAll(values, tenant, clientId, line.role().name(), line.text(), turnId);
        }
        var rows = String.join(", ", Collections.nCopies(lines.size(), "(?, ?, ?, ?, ?, now())"));
        trip.update(APPEND + rows, values.toArray());
    }

    @Override
    public void erase(RoundTrip trip, String clientId) {
        trip.update("delete from memory_line where client_id = ?", clientId);
    }
}
