package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Stamp;
import io.parley.schemas.Positions;
import io.parley.schemas.avro.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that a tab saw: an entry, or something that happened to its socket.
///
/// @param frame the entry, or null
/// @param socket what happened to the socket, or null
record TabEvent(
        Stamp at,
        String clientId,
        String tab,
        int connection,
        Line.@Nullable Frame frame,
        Line.@Nullable Socket socket) {

    static Optional<TabEvent> of(Line line) {
        return switch (line) {
            case Line.Shown s ->
                Optional.of(new TabEvent(s.at(), s.clientId(), s.tab(), s.connection(), s.frame(), null));
            case Line.FailureShown s ->
                Optional.of(new TabEvent(s.at(), s.clientId(), s.tab(), s.connection(), s.frame(), null));
            case Line.Socket s -> Optional.of(new TabEvent(s.at(), s.clientId(), s.tab(), s.connection(), null, s));
            default -> Optional.empty();
        };
    }

    boolean is(String event) {
        return socket != null && socket.event().equals(event);
    }

    /// A position's place in its client's log; -1 where there is none.
    static long offset(@Nullable String position) {
        return position == null
                ? -1
                : Positions.parse(position).map(Position::getOffset).orElse(-1L);
    }
}
