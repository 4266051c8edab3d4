package io.parley.agent.memory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/// A row of `memory_line`, for reading.
@Entity
@Immutable
@Table(name = "memory_line")
class MemoryLineRow {

    @Id
    private long id;

    @Column(name = "client_id")
    private String clientId = "";

    @Enumerated(EnumType.STRING)
    private MemoryLine.Role role = MemoryLine.Role.USER;

    private String text = "";

    /// For JPA.
    protected MemoryLineRow() {}

    MemoryLine line() {
        return new MemoryLine(id, role, text);
    }

    String clientId() {
        return clientId;
    }
}
