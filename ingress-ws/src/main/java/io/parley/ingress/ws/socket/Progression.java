package io.parley.ingress.ws.socket;

import io.parley.schemas.Positions;
import io.parley.schemas.avro.Position;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far one socket has come in its client's log, and whether an entry is the next one for it.
///
/// Not safe for several threads.
final class Progression {

    /// What to do with an entry.
    enum Verdict {
        /// It is the next one.
        SHOW,
        /// The socket has it already.
        SEEN,
        /// The resume that is under way will bring it.
        TOO_EARLY,
        /// It came with the resume and yet does not follow on: fresh history, if the mark says so; otherwise the answer
        /// to an announcement was given twice, the second time with less, and the resume is asked for again.
        HELD,
        /// Something before it is missing: ask for a resume.
        GAP
    }

    /// As many of the last entries as a resume may ask for.
    static final int ALL = 100;

    private @Nullable String asked;
    private @Nullable Position last;
    private int history;
    private boolean resumed;

    /// A new socket.
    ///
    /// @param after what the client has seen, as it says; null for nothing
    /// @param history how many of the last entries it wants otherwise
    Progression(@Nullable String after, int history) {
        this.asked = after;
        this.last = after == null ? null : Positions.parse(after).orElse(null);
        this.history = history;
    }

    /// An entry that came to all sockets of the client.
    Verdict live(Position position, Optional<Position> previous) {
        if (isSeen(position)) {
            return Verdict.SEEN;
        }
        if (!Objects.equals(previous.orElse(null), last)) {
            return resumed ? Verdict.GAP : Verdict.TOO_EARLY;
        }
        last = position;
        return Verdict.SHOW;
    }

    /// An entry of the resume that this socket has asked for.
    Verdict recalled(Position position, Optional<Position> previous) {
        if (isSeen(position)) {
            return Verdict.SEEN;
        }
        if (previous.filter(this::isBeyond).isPresent()) {
            return resumed ? Verdict.GAP : Verdict.HELD;
        }
        last = position;
        return Verdict.SHOW;
    }

    /// Everything up to the head of the log has been sent.
    ///
    /// @param recovered false where it was fresh history
    /// @return false when the socket has not come to the head: it has to ask again
    boolean resumed(Optional<Position> head, boolean recovered) {
        if (recovered && head.filter(this::isBeyond).isPresent()) {
            return false;
        }
        head.filter(position -> !isSeen(position)).ifPresent(position -> last = position);
        if (last == null) {
            // The log is empty: whatever a later resume finds is new.
            history = ALL;
        }
        asked = null;
        resumed = true;
        return true;
    }

    /// The client wants everything after a position, again.
    void rewind(String after) {
        asked = after;
        last = Positions.parse(after).orElse(null);
        resumed = false;
    }

    /// A resume is asked for from where the socket stands.
    void interrupted() {
        resumed = false;
    }

    boolean isResumed() {
        return resumed;
    }

    /// What to ask a resume for; empty for the history.
    Optional<String> after() {
        return Optional.ofNullable(last).map(Positions::format).or(() -> Optional.ofNullable(asked));
    }

    int history() {
        return history;
    }

    /// Whether the socket knows where it stands in this log, and that is before the position.
    private boolean isBeyond(Position position) {
        var known = last;
        return known != null
                && known.getIncarnation().equals(position.getIncarnation())
                && position.getOffset() > known.getOffset();
    }

    /// Whether the socket is at the position already, or beyond.
    boolean isSeen(Position position) {
        var known = last;
        return known != null
                && known.getIncarnation().equals(position.getIncarnation())
                && position.getOffset() <= known.getOffset();
    }
}
