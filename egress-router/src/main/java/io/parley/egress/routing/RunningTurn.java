package io.parley.egress.routing;

import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a late tab needs of a turn: the phase, and one piece with the text so far.
final class RunningTurn {

    private static final int MAX_TEXT = 100_000;

    private final String turnId;
    private final int attempt;
    private final StringBuilder text = new StringBuilder();
    private int lastIndex;
    private boolean whole = true;
    private boolean ended;
    private long heardAt;
    private @Nullable PhaseSign phase;

    RunningTurn(String turnId, int attempt) {
        this.turnId = turnId;
        this.attempt = attempt;
    }

    String turnId() {
        return turnId;
    }

    int attempt() {
        return attempt;
    }

    long heardAt() {
        return heardAt;
    }

    boolean isRunning() {
        return !ended;
    }

    boolean isTurn(String id) {
        return turnId.equals(id);
    }

    boolean isOf(TurnProgress progress) {
        return isTurn(progress.getTurnId()) && attempt == progress.getAttempt();
    }

    boolean makesVoid(TurnProgress progress) {
        return isTurn(progress.getTurnId()) && (ended || progress.getAttempt() < attempt);
    }

    Optional<PhaseSign> phase() {
        return Optional.ofNullable(phase);
    }

    /// The text so far as one piece; empty when there is none, or its beginning was never seen.
    Optional<DeltaSign> textSoFar() {
        return whole && !text.isEmpty() ? Optional.of(new DeltaSign(lastIndex, 0, text.toString())) : Optional.empty();
    }

    void heard(long at) {
        heardAt = at;
    }

    void enter(PhaseSign sign) {
        phase = sign;
    }

    void write(DeltaSign piece) {
        if (piece.getOffset() > text.length()
                || piece.getOffset() + piece.getText().length() > MAX_TEXT) {
            whole = false;
        }
        if (piece.getOffset() == 0) {
            whole = true;
        }
        if (whole) {
            text.setLength(piece.getOffset());
            text.append(piece.getText());
            lastIndex = piece.getIndex();
        }
    }

    void end() {
        ended = true;
        text.setLength(0);
        text.trimToSize();
    }
}
