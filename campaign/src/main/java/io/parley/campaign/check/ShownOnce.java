package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Nothing is answered twice: one ending a message, one position an entry, one showing a connection, one wording an id.
final class ShownOnce implements Law {

    @Override
    public String name() {
        return "L2 nothing twice";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return seen.conversations().stream()
                .flatMap(conversation -> Stream.of(
                                secondEndings(conversation),
                                secondPositions(conversation),
                                secondShowings(conversation),
                                secondWordings(conversation))
                        .flatMap(found -> found));
    }

    private Stream<Violation> secondEndings(Conversation conversation) {
        return conversation.owed().stream()
                .filter(message -> conversation.standingEndings(message).size() > 1)
                .map(message -> violation(
                        conversation.clientId(),
                        message + " ended more than once: "
                                + conversation.standingEndings(message).stream()
                                        .map(ending -> ending.kind() + " of " + ending.turn())
                                        .collect(Collectors.joining(", "))));
    }

    private Stream<Violation> secondPositions(Conversation conversation) {
        Map<String, Set<String>> positions = conversation
                .frames()
                .map(TabEvent::frame)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.groupingBy(
                        ShownOnce::entryId, Collectors.mapping(Line.Frame::position, Collectors.toSet())));
        return positions.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> violation(conversation.clientId(), entry.getKey() + " was shown at " + entry.getValue()));
    }

    private Stream<Violation> secondShowings(Conversation conversation) {
        return conversation.tabs().entrySet().stream().flatMap(tab -> {
            var shown = new HashSet<String>();
            return tab.getValue().stream()
                    .filter(event -> event.frame() != null)
                    .map(event -> event.connection() + " position "
                            + (event.frame() == null ? "" : event.frame().position()))
                    .filter(place -> !shown.add(place))
                    .map(place -> violation(
                            conversation.clientId(),
                            "tab " + tab.getKey() + " was shown twice on connection " + place));
        });
    }

    private Stream<Violation> secondWordings(Conversation conversation) {
        var first = new HashMap<String, Line.Entry>();
        return conversation.entries().values().stream()
                .filter(entry -> {
                    var known = first.putIfAbsent(entry.replyId(), entry);
                    return known != null && !known.content().equals(entry.content());
                })
                .map(entry -> violation(
                        conversation.clientId(), entry.replyId() + " stands in agent-replies with other words"));
    }

    static String entryId(Line.Frame frame) {
        if (frame.replyId() != null) {
            return frame.replyId();
        }
        return frame.messageId() == null ? "an entry without an id" : frame.messageId();
    }
}
