package io.parley.agent.turn;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A row of `turn_input`, for reading; what it means stands at [Input].
@Entity
@Immutable
@Table(name = "turn_input")
class TurnInputRow {

    @Id
    @Column(name = "message_id")
    String messageId = "";

    @Column(name = "turn_id")
    String turnId = "";

    int place;

    @Enumerated(EnumType.STRING)
    Input.Kind kind = Input.Kind.MESSAGE;

    int partition;

    @Column(name = "log_offset")
    long logOffset;

    @Column(name = "logged_at")
    Instant loggedAt = Instant.EPOCH;

    String text = "";

    @Column(name = "user_name")
    @Nullable
    String userName;

    String carried = "{}";

    int attempt = 1;

    /// For JPA.
    protected TurnInputRow() {}

    Input input(Carried read) {
        return new Input(messageId, kind, partition, logOffset, loggedAt, text, userName, read, attempt);
    }
}
