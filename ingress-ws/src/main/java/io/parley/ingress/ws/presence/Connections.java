package io.parley.ingress.ws.presence;

import io.parley.ingress.ws.slot.NodeSeen;
import io.parley.ingress.ws.slot.Slot;
import io.parley.schemas.avro.SocketSession;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One client's connections as its session events tell, in their order. Judges as the routing topology does:
/// a CLOSE counts for its own connection only, a newer socket of the same session takes over, and what a boot
/// held that no longer holds its slot is gone. Not safe for several threads.
final class Connections {

    private record Id(Slot slot, long number) {}

    private record Row(String session, Instant since) {}

    private final Map<Id, Row> open = new LinkedHashMap<>();

    /// Takes the next event of the client.
    ///
    /// @param logTime stands in where an older node did not say since when
    void apply(SocketSession event, Instant logTime) {
        var slot = new Slot(event.getSlot(), event.getBootId());
        var id = new Id(slot, event.getConnection());
        switch (event.getEvent()) {
            case OPEN -> opened(id, new Row(event.getSession(), event.getSince().orElse(logTime)), event.getAgain());
            case CLOSE -> open.remove(id);
            case ABSENT ->
                open.keySet()
                        .removeIf(other -> other.slot().equals(slot)
                                && (event.getConnection() == 0 || other.number() <= event.getConnection()));
            case SEEN, UNKNOWN -> {
                // nobody came or went
            }
        }
    }

    private void opened(Id id, Row row, boolean again) {
        if (!again && !row.session().isEmpty()) {
            open.entrySet()
                    .removeIf(other -> other.getValue().session().equals(row.session())
                            && !other.getKey().equals(id));
        }
        open.put(id, row);
    }

    /// Those that are left, the oldest first.
    ///
    /// @param nodes that hold a slot now
    List<Presence.Connection> on(Collection<NodeSeen> nodes) {
        var living = nodes.stream().collect(Collectors.toMap(NodeSeen::slot, Function.identity()));
        return open.entrySet().stream()
                .flatMap(
                        row -> Optional.ofNullable(living.get(row.getKey().slot()))
                                .map(node -> connection(node, row.getValue()))
                                .stream())
                .sorted(Comparator.comparing(Presence.Connection::since))
                .toList();
    }

    private static Presence.Connection connection(NodeSeen node, Row row) {
        return new Presence.Connection(
                row.session(), node.node(), node.slot().number(), node.url().orElse(null), row.since());
    }
}
