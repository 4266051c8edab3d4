package io.parley.agent.memory;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;

/// [Memory] in PostgreSQL.
final class StoredMemory implements Memory {

    private final MemoryLineRepository lines;
    private final JdbcTemplate jdbc;

    StoredMemory(MemoryLineRepository lines, JdbcTemplate jdbc) {
        this.lines = lines;
        this.jdbc = jdbc;
    }

    @Override
    public List<MemoryLine> window(String clientId, long end, int size) {
        return size == 0
                ? List.of()
                : lines.findByClientIdAndIdLessThanEqualOrderByIdDesc(clientId, end, Limit.of(size)).stream()
                        .map(MemoryLineRow::line)
                        .toList()
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
        lines.deleteByClientId(clientId);
    }
}
