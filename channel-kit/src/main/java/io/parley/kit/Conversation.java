package io.parley.kit;

import io.parley.kit.Driver.Shown;
import io.parley.kit.Log.Placed;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.IncomingMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One person's conversation as it is known from both ends, and what is missing or wrong in it.
///
/// @param person who
/// @param said what the person has said, in this order
/// @param taken records of `incoming-messages`, for each thing said
/// @param entries what Parley has decided to say
/// @param receipts what the channel says of it
/// @param shown what the person has
record Conversation(
        String person,
        List<String> said,
        List<List<Placed<IncomingMessage>>> taken,
        List<AgentReply> entries,
        List<DeliveryReceipt> receipts,
        List<Shown> shown) {

    private static final Set<DeliveryState> FINAL =
            Set.of(DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.DROPPED, DeliveryState.UNKNOWN);

    /// How much doubt is allowed.
    enum Doubt {
        /// Everything is shown once.
        NONE,
        /// One message may be shown twice where the channel says that it may, or be on record as unknown.
        ONCE
    }

    /// What is not there yet; empty when the conversation has come to its end.
    List<String> missing() {
        var missing = new ArrayList<String>();
        var answered = Set.copyOf(answered());
        for (int n = 0; n < said.size(); n++) {
            var records = taken.get(n);
            if (records.isEmpty()) {
                missing.add("message " + (n + 1) + " of " + person + " is not on incoming-messages");
            } else if (!answered.contains(records.getFirst().value().getMessageId())) {
                missing.add("message " + (n + 1) + " of " + person + " has no reply");
            }
        }
        sayable()
                .filter(entry -> !hasEnded(entry))
                .forEach(entry -> missing.add("reply " + entry.getReplyId() + " has not ended in delivery-receipts"));
        var seen = shownPieces();
        sent().stream()
                .filter(piece -> !seen.contains(piece))
                .forEach(piece -> missing.add(piece + " is SENT, but " + person + " does not have it"));
        return missing;
    }

    /// What breaks a promise, however long one waits.
    List<String> wrong(Doubt doubt) {
        return Stream.of(wrongIntake(), wrongReplies(), wrongScreen(doubt))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> wrongIntake() {
        var wrong = new ArrayList<String>();
        var last = new HashMap<Integer, Long>();
        for (int n = 0; n < said.size(); n++) {
            var records = taken.get(n);
            var name = "message " + (n + 1) + " of " + person;
            if (ids(records).size() > 1) {
                wrong.add(name + " has several message_ids: the same event must always make the same id");
            }
            if (!records.isEmpty()) {
                var place = records.getFirst();
                if (place.offset() < last.getOrDefault(place.partition(), -1L)) {
                    wrong.add(name + " stands before an earlier one on incoming-messages");
                }
                last.put(place.partition(), place.offset());
            }
        }
        return wrong;
    }

    /// Each message ends once, in the order in which it was taken.
    private List<String> wrongReplies() {
        var wrong = new ArrayList<String>();
        var expected = taken.stream()
                .filter(records -> !records.isEmpty())
                .map(records -> records.getFirst().value().getMessageId())
                .toList();
        var answered = answered().stream().filter(expected::contains).toList();
        var once = new HashSet<String>();
        answered.stream()
                .filter(id -> !once.add(id))
                .forEach(id -> wrong.add(person + " got two replies to message " + (expected.indexOf(id) + 1)));
        var order =
                new LinkedHashSet<>(answered).stream().map(expected::indexOf).toList();
        if (!order.equals(order.stream().sorted().toList())) {
            wrong.add("the replies to " + person + " are out of order");
        }
        return wrong;
    }

    /// What the person has is what Parley has said, once, in its order.
    private List<String> wrongScreen(Doubt doubt) {
        var wrong = new ArrayList<String>();
        var pieces = pieces();
        var first = new LinkedHashSet<String>();
        int again = 0;
        for (var message : shown) {
            var piece = pieces.get(message.id());
            if (piece == null) {
                // Of a message whose answer got lost nobody knows the provider's id.
                again++;
                if (doubt == Doubt.NONE || (!isInDoubt() && !message.marked())) {
                    wrong.add(person + " has a message that no receipt knows");
                }
            } else if (!first.add(piece)) {
                again++;
                if (doubt == Doubt.NONE || (!isInDoubt() && !message.marked())) {
                    wrong.add(person + " has " + piece + " twice");
                }
            }
        }
        if (again > 1 && doubt == Doubt.ONCE) {
            wrong.add(person + " has " + again + " messages more than once");
        }
        var order = expectedOrder();
        if (!List.copyOf(first).equals(order.stream().filter(first::contains).toList())) {
            wrong.add(person + " has the replies out of order");
        }
        if (doubt == Doubt.NONE && isInDoubt()) {
            wrong.add("a reply to " + person + " is on record as in doubt, though nothing has failed");
        }
        return wrong;
    }

    /// For each reply SENDING before SENT, and no state that goes back.
    List<String> wrongReceipts() {
        var wrong = new ArrayList<String>();
        var byPiece = receipts.stream()
                .filter(receipt -> !receipt.getReplyId().isEmpty())
                .collect(Collectors.groupingBy(
                        Conversation::piece, Collectors.mapping(DeliveryReceipt::getState, Collectors.toList())));
        byPiece.forEach((piece, states) -> {
            int sent = states.indexOf(DeliveryState.SENT);
            if (sent >= 0 && states.subList(0, sent).stream().noneMatch(state -> state == DeliveryState.SENDING)) {
                wrong.add(piece + " is SENT without a SENDING before");
            }
            if (sent >= 0 && states.lastIndexOf(DeliveryState.SENDING) > sent) {
                wrong.add(piece + " is sent again after SENT");
            }
            int read = states.indexOf(DeliveryState.READ);
            if (read >= 0 && states.lastIndexOf(DeliveryState.DELIVERED) > read) {
                wrong.add(piece + " goes back from READ to DELIVERED");
            }
        });
        sayable()
                .filter(entry ->
                        byPiece.keySet().stream().noneMatch(piece -> piece.startsWith(entry.getReplyId() + "#")))
                .forEach(entry -> wrong.add("reply " + entry.getReplyId() + " has no receipt"));
        return wrong;
    }

    /// The ids of messages that replies name, in the order of the turns.
    private List<String> answered() {
        var turns = new LinkedHashSet<Optional<String>>();
        return entries.stream()
                .filter(entry -> !entry.getInReplyTo().isEmpty() && turns.add(entry.getTurnId()))
                .flatMap(entry -> entry.getInReplyTo().stream())
                .toList();
    }

    /// Entries that a sender has something to do with.
    private Stream<AgentReply> sayable() {
        var retracted =
                entries.stream().flatMap(entry -> entry.getRetracts().stream()).collect(Collectors.toSet());
        return entries.stream()
                .filter(entry -> entry.getKind() != EntryKind.RETRACT && !retracted.contains(entry.getReplyId()));
    }

    private boolean hasEnded(AgentReply entry) {
        return receipts.stream()
                .anyMatch(receipt ->
                        receipt.getReplyId().equals(entry.getReplyId()) && FINAL.contains(receipt.getState()));
    }

    private Set<String> sent() {
        return receipts.stream()
                .filter(receipt -> receipt.getState() == DeliveryState.SENT)
                .map(Conversation::piece)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isInDoubt() {
        return receipts.stream()
                .anyMatch(receipt -> receipt.getPossibleDuplicate() || receipt.getState() == DeliveryState.UNKNOWN);
    }

    private Set<String> shownPieces() {
        var pieces = pieces();
        return shown.stream()
                .flatMap(message -> Optional.ofNullable(pieces.get(message.id())).stream())
                .collect(Collectors.toSet());
    }

    /// Id on the screen → piece: by the provider's id of the receipt, or the reply_id itself.
    private Map<String, String> pieces() {
        var pieces = new HashMap<String, String>();
        entries.forEach(entry -> pieces.put(entry.getReplyId(), entry.getReplyId() + "#1"));
        receipts.forEach(receipt -> receipt.getProviderId().ifPresent(id -> pieces.putIfAbsent(id, piece(receipt))));
        return pieces;
    }

    private List<String> expectedOrder() {
        var places = entries.stream().map(AgentReply::getReplyId).distinct().toList();
        return pieces().values().stream()
                .distinct()
                .sorted(Comparator.comparingInt((String piece) -> places.indexOf(reply(piece)))
                        .thenComparingInt(Conversation::number))
                .toList();
    }

    private static String piece(DeliveryReceipt receipt) {
        return receipt.getReplyId() + "#" + receipt.getPiece();
    }

    private static String reply(String piece) {
        return piece.substring(0, piece.lastIndexOf('#'));
    }

    private static int number(String piece) {
        return Integer.parseInt(piece.substring(piece.lastIndexOf('#') + 1));
    }

    private static Set<String> ids(List<Placed<IncomingMessage>> records) {
        return records.stream().map(record -> record.value().getMessageId()).collect(Collectors.toSet());
    }
}
