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

/// A row of `turn`, for reading; what it means stands at [Turn].
@Entity
@Immutable
@Table(name = "turn")
class TurnRow {

    /// `RUNNING`, or the outcome.
    enum Status {
        RUNNING,
        ANSWERED,
        FAILED,
        CANCELLED,
        IGNORED
    }

    @Id
    @Column(name = "turn_id")
    String turnId = "";

    String tenant = "";

    @Column(name = "client_id")
    String clientId = "";

    String channel = "";

    @Column(name = "channel_account")
    String channelAccount = "";

    @Column(name = "settings_version")
    String settingsVersion = "";

    @Enumerated(EnumType.STRING)
    Status status = Status.RUNNING;

    int attempt;

    int interruptions;

    @Column(name = "window_end")
    long windowEnd;

    @Column(name = "window_size")
    int windowSize;

    @Column(name = "started_at")
    Instant startedAt = Instant.EPOCH;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Nullable
    String reason;

    @Column(name = "input_tokens")
    long inputTokens;

    @Column(name = "output_tokens")
    long outputTokens;

    boolean retracted;

    String sayings = "";

    String decisions = "";

    /// For JPA.
    protected TurnRow() {}
}
