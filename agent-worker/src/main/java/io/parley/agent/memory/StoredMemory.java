package io.parley.agent.memory;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/// [Memory] in PostgreSQL.
final class StoredMemory implements Memory {

    private static final RowMapper<MemoryLine> LINE = (row, number) ->
            new MemoryLine(row.getLong("id"), MemoryLine.Role.valueOf(row.getString("role")), row.getString("text"));

    private final JdbcTemplate jdbc;

    StoredMemory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<MemoryLine> window(String clientId, long end, int size) {
        return size == 0
                ? List.of()
                : jdbc.query(
                                "select id, role, text from memory_line where client_id = ? and id <= ?"
                                        + " order by id desc limit ?",
                                LINE,
                                clientId,
                                end,
                                size)
                        .reversed();
    }

    @Override
    public void append(String tenant, String clientId, String turnId, List<Line> lines) {
        // In one batch and without reading anything back: the numbers are the database's.
        jdbc.batchUpdate(
                "insert into memory_line (tenant, client_id, role, text, turn_id, said_at) values (?, ?, ?, ?, ?, now())",
                lines.stream()
                        .map(line -> new Object[] {tenant, clientId, line.role().name(), line.text(), turnId})
                        .toList());
    }

    @Override
    public void erase(String clientId) {
        jdbc.update("delete from memory_line where client_id = ?", clientId);
    }
}
