package io.parley.agent.turn;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/// A row of `turn_step`, for reading; what it means stands at [Step].
@Entity
@Immutable
@Table(name = "turn_step")
@IdClass(TurnStepRow.Key.class)
class TurnStepRow {

    @Id
    @Column(name = "turn_id")
    String turnId = "";

    @Id
    int place;

    int attempt;

    String kind = "";

    String name = "";

    @Column(name = "request_hash")
    String requestHash = "";

    String answer = "";

    @Column(name = "started_at")
    Instant startedAt = Instant.EPOCH;

    @Column(name = "duration_ms")
    long durationMillis;

    @Column(name = "input_tokens")
    long inputTokens;

    @Column(name = "output_tokens")
    long outputTokens;

    /// For JPA.
    protected TurnStepRow() {}

    Step step() {
        return new Step(attempt, kind, name, requestHash, answer, startedAt, durationMillis, inputTokens, outputTokens);
    }

    /// Turn and place in it.
    record Key(String turnId, int place) implements Serializable {}
}
