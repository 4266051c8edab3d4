package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at the records behind a running turn. A message that is known already is no newer message.
final class Listening {

    private final ClientLane lane;
    private final TurnStore store;
    private final Client client;
    private final Set<String> known = new HashSet<>();
    private final Set<String> fresh = new HashSet<>();

    Listening(ClientLane lane, TurnStore store, Client client) {
        this.lane = lane;
        this.store = store;
        this.client = client;
    }

    /// The record that stops the turn, else the first new message, if there is one.
    Optional<Heard> look(Turn turn) throws InterruptedException {
        var newer = lane.newer();
        for (var record : newer) {
            if (stops(record, turn)) {
                return Optional.of(new Heard.Stop(record));
            }
        }
        return fresh(newer, turn).stream().findFirst().map(Heard.Message::new);
    }

    private boolean stops(LaneRecord<IncomingMessage> record, Turn turn) throws InterruptedException {
        return switch (record.value().getKind()) {
            // Words of a person that were reported twice have been said already.
            case TAKE_OVER, HUMAN_REPLY -> isFresh(record.value().getMessageId());
            case CANCEL -> concerns(record, turn);
            default -> false;
        };
    }

    private boolean isFresh(String messageId) throws InterruptedException {
        if (!known.contains(messageId) && !fresh.contains(messageId)) {
            check(List.of(messageId));
        }
        return fresh.contains(messageId);
    }

    private void check(List<String> unchecked) throws InterruptedException {
        if (!unchecked.isEmpty()) {
            known.addAll(lane.insist(() -> store.known(client, unchecked)));
            unchecked.stream().filter(id -> !known.contains(id)).forEach(fresh::add);
        }
    }

    static boolean concerns(LaneRecord<IncomingMessage> cancel, Turn turn) {
        return cancel.value().getRefersTo().map(turn.id()::equals).orElse(true);
    }

    /// Those of the records that are messages and belong to no turn yet.
    List<LaneRecord<IncomingMessage>> fresh(Collection<LaneRecord<IncomingMessage>> records, Turn turn)
            throws InterruptedException {
        var candidates = records.stream()
                .filter(record -> record.value().getKind() == IncomingKind.MESSAGE)
                .filter(record -> !turn.has(record.value().getMessageId()))
                .toList();
        var unchecked = candidates.stream()
                .map(record -> record.value().getMessageId())
                .filter(id -> !known.contains(id) && !fresh.contains(id))
                .distinct()
                .toList();
        check(unchecked);
        var once = new HashSet<String>();
        return candidates.stream()
                .filter(record -> fresh.contains(record.value().getMessageId()))
                .filter(record -> once.add(record.value().getMessageId()))
                .toList();
    }
}
