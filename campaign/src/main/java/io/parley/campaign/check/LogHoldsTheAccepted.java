package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import io.parley.schemas.Partitioning;
import java.util.List;
import java.util.stream.Stream;

/// `incoming-messages` holds each accepted message, as it was sent, under its client's key, and at most as often as it
/// was sent; besides them only messages of unknown fate; never a refused one.
final class LogHoldsTheAccepted implements Law {

    @Override
    public String name() {
        return "L6 the log holds the accepted";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        var records = seen.all(Line.Incoming.class);
        if (records.isEmpty()) {
            return Stream.of();
        }
        int partitions =
                1 + records.stream().mapToInt(Line.Incoming::partition).max().orElse(0);
        return Stream.concat(
                seen.conversations().stream()
                        .flatMap(conversation -> Stream.concat(accepted(conversation), held(conversation))),
                strangers(seen, records, partitions));
    }

    private Stream<Violation> accepted(Conversation conversation) {
        return conversation.accepted().stream().flatMap(accepted -> {
            if (!accepted.messageId().equals(conversation.messageId(accepted.id()))) {
                return Stream.of(violation(conversation.clientId(), accepted.id() + " was accepted under another id"));
            }
            return conversation.incomingByMessage().containsKey(accepted.messageId())
                    ? Stream.of()
                    : Stream.of(violation(conversation.clientId(), accepted.messageId() + " is not in the log"));
        });
    }

    private Stream<Violation> held(Conversation conversation) {
        return conversation.incomingByMessage().entrySet().stream().flatMap(held -> {
            var message = held.getKey();
            var sent = conversation.sentByMessage().getOrDefault(message, List.of());
            return Stream.of(
                            held.getValue().size() > sent.size()
                                    ? message + " stands " + held.getValue().size() + " times in the log, but was sent "
                                            + sent.size() + " times"
                                    : "",
                            conversation.isRejected(message) ? message + " was refused, but is in the log" : "",
                            !sent.isEmpty()
                                            && !sent.getFirst()
                                                    .text()
                                                    .equals(held.getValue()
                                                            .getFirst()
                                                            .text())
                                    ? message + " stands in the log with other words"
                                    : "")
                    .filter(what -> !what.isEmpty())
                    .map(what -> violation(conversation.clientId(), what));
        });
    }

    private Stream<Violation> strangers(Observations seen, List<Line.Incoming> records, int partitions) {
        boolean alone = !seen.all(Line.Tenant.class).isEmpty(); // else the system has other clients, too
        return records.stream().flatMap(record -> {
            if (!alone && seen.conversation(record.clientId()).isEmpty()) {
                return Stream.of();
            }
            if (seen.conversation(record.clientId()).isEmpty()) {
                return Stream.of(violation(record.clientId(), "a client that does not exist wrote to the log"));
            }
            return partitions > 1
                            && Partitioning.forClient(record.clientId(), partitions) != record.partition()
                            && isComplete(records, partitions)
                    ? Stream.of(violation(record.clientId(), "stands in the wrong partition"))
                    : Stream.of();
        });
    }

    /// With few clients the last partitions may be empty, and then their number is unknown.
    private static boolean isComplete(List<Line.Incoming> records, int partitions) {
        return records.size() > 20 * partitions;
    }
}
