package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import io.parley.schemas.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that is known of one client: what it sent, what it was told, what its tabs saw, what the topics hold.
final class Conversation {

    private final Line.Person person;
    private final Observations.Client client;
    private final Observations.Log log;
    private final Map<String, List<Line.Sent>> sentByMessage;
    private final Map<String, List<Line.Incoming>> incomingByMessage = new LinkedHashMap<>();
    private final TreeMap<Long, Line.Entry> entries = new TreeMap<>();
    private final Set<String> acceptedMessages;
    private final Set<String> retracted;
    private final Map<String, List<Ending>> endings = new HashMap<>();

    Conversation(Line.Person person, Observations.Client client, Observations.Log log) {
        this.person = person;
        this.client = client;
        this.log = log;
        sentByMessage = client.sent().stream()
                .filter(sent -> sent.kind().equals("message"))
                .collect(Collectors.groupingBy(sent -> messageId(sent.id()), LinkedHashMap::new, Collectors.toList()));
        log.incoming().stream()
                .filter(record -> record.kind().equals("MESSAGE"))
                .sorted(Comparator.comparingLong(Line.Incoming::offset))
                .forEach(record -> incomingByMessage
                        .computeIfAbsent(record.messageId(), m -> new ArrayList<>())
                        .add(record));
        log.entries().forEach(entry -> entries.put(entry.offset(), entry));
        acceptedMessages =
                client.accepted().stream().map(Line.Accepted::messageId).collect(Collectors.toSet());
        retracted = log.entries().stream()
                .flatMap(entry -> entry.retracts().stream())
                .collect(Collectors.toSet());
        frames().forEach(this::collectEnding);
    }

    String clientId() {
        return person.clientId();
    }

    Line.Person person() {
        return person;
    }

    /// The id that Parley gives to a message that this client sends.
    String messageId(String id) {
        return Ids.messageId(person.clientId(), "MESSAGE", id);
    }

    /// message_id → each time that the client sent it.
    Map<String, List<Line.Sent>> sentByMessage() {
        return sentByMessage;
    }

    /// message_id → its records in `incoming-messages`; messages in log order.
    Map<String, List<Line.Incoming>> incomingByMessage() {
        return incomingByMessage;
    }

    List<Line.Accepted> accepted() {
        return client.accepted();
    }

    boolean isAccepted(String messageId) {
        return acceptedMessages.contains(messageId);
    }

    /// Whether the message was refused each time that it was sent, for good.
    boolean isRejected(String messageId) {
        var sent = sentByMessage.getOrDefault(messageId, List.of());
        return !sent.isEmpty()
                && !isAccepted(messageId)
                && client.rejected().stream()
                                .filter(r -> messageId(r.id()).equals(messageId))
                                .filter(r -> !r.code().equals("UNAVAILABLE")
                                        && !r.code().equals("INTERNAL"))
                                .count()
                        >= sent.size();
    }

    /// Messages that Parley must bring to an ending: those it said it accepted, and those in its log.
    Set<String> owed() {
        return Stream.of(acceptedMessages, incomingByMessage.keySet())
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(HashSet::new));
    }

    Map<String, List<TabEvent>> tabs() {
        return client.tabs();
    }

    /// Every entry that a tab was shown, in the order of sight.
    Stream<TabEvent> frames() {
        return client.tabs().values().stream().flatMap(List::stream).filter(event -> event.frame() != null);
    }

    boolean sentCancel() {
        return client.sent().stream().anyMatch(sent -> sent.kind().equals("cancel"));
    }

    /// offset → record of `agent-replies`.
    Map<Long, Line.Entry> entries() {
        return entries;
    }

    List<Line.Turn> turns() {
        return log.turns();
    }

    boolean isRetracted(String replyId) {
        return retracted.contains(replyId);
    }

    /// What the client was shown as the end of a message, without what was taken back.
    List<Ending> standingEndings(String messageId) {
        return endings.getOrDefault(messageId, List.of()).stream()
                .filter(ending -> !retracted.containsAll(ending.parts.values()))
                .toList();
    }

    /// Whether an ending was shown and taken back, or the turn is on record as deliberately unanswered.
    boolean isDeliberatelyUnanswered(String messageId) {
        return endings.containsKey(messageId) || ignored(messageId).isPresent();
    }

    Optional<Line.Turn> ignored(String messageId) {
        return log.turns().stream()
                .filter(turn -> turn.outcome().equals("IGNORED")
                        && !turn.reason().isEmpty()
                        && turn.messageIds().contains(messageId))
                .findFirst();
    }

    private void collectEnding(TabEvent event) {
        var frame = event.frame();
        if (frame == null || frame.author().equals("user")) {
            return;
        }
        for (var messageId : frame.inReplyTo()) {
            var known = endings.computeIfAbsent(messageId, m -> new ArrayList<>());
            var turn = frame.turnId() == null ? "" : frame.turnId();
            known.stream()
                    .filter(ending -> ending.turn.equals(turn) && ending.kind.equals(frame.kind()))
                    .findFirst()
                    .orElseGet(() -> {
                        var ending = new Ending(turn, frame.kind(), frame.total());
                        known.add(ending);
                        return ending;
                    })
                    .add(event, frame);
        }
    }

    /// One way in which a message ended: a turn's reply in all its parts, or a notice.
    static final class Ending {

        private final String turn;
        private final String kind;
        private final int total;
        private final Map<Integer, String> parts = new TreeMap<>();
        private long offset = Long.MAX_VALUE;
        private long shown = Long.MAX_VALUE;

        private Ending(String turn, String kind, int total) {
            this.turn = turn;
            this.kind = kind;
            this.total = total;
        }

        private void add(TabEvent event, Line.Frame frame) {
            parts.put(frame.part(), frame.replyId() == null ? "" : frame.replyId());
            offset = Math.min(offset, TabEvent.offset(frame.position()));
            shown = Math.min(shown, event.at().wall());
        }

        String turn() {
            return turn;
        }

        /// `reply`, `failure`, `cancelled` or `notice`.
        String kind() {
            return kind;
        }

        boolean isWhole() {
            return parts.size() >= total;
        }

        /// Where its first part stands in the client's log.
        long offset() {
            return offset;
        }

        /// When a tab saw its first part, epoch milliseconds.
        long shown() {
            return shown;
        }
    }
}
