package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A tab sees every entry of its client from the first moment that it was live: across cut connections, other tabs,
/// other nodes. A tab that was closed on purpose has seen everything up to the last entry that it saw.
final class NothingMissing implements Law {

    @Override
    public String name() {
        return "L1b nothing missing in a tab";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        if (seen.all(Line.Entry.class).isEmpty()) {
            return Stream.of(); // without the topic nobody knows what there was to see
        }
        return seen.conversations().stream()
                .flatMap(conversation -> conversation.tabs().entrySet().stream()
                        .flatMap(tab -> violations(conversation, tab.getKey(), tab.getValue())));
    }

    private Stream<Violation> violations(Conversation conversation, String tab, List<TabEvent> events) {
        var begin = events.stream().filter(event -> event.is("resumed")).findFirst();
        if (begin.isEmpty()) {
            return Stream.of();
        }
        var first = begin.get().socket();
        long baseline = first == null ? -1 : TabEvent.offset(first.position());
        var seen = events.stream()
                .flatMap(event -> Stream.ofNullable(event.frame()))
                .map(frame -> TabEvent.offset(frame.position()))
                .collect(Collectors.toSet());
        boolean held = events.stream().anyMatch(event -> event.is("held"));
        long until = held
                ? Long.MAX_VALUE
                : seen.stream().mapToLong(Long::longValue).max().orElse(baseline);
        return Stream.concat(lost(conversation, tab, events), missing(conversation, tab, seen, baseline, until));
    }

    private Stream<Violation> missing(
            Conversation conversation, String tab, Set<Long> seen, long baseline, long until) {
        var ids = new HashSet<String>();
        return conversation.entries().values().stream()
                .filter(entry -> !entry.kind().equals("RETRACT"))
                .filter(entry -> ids.add(entry.replyId()))
                .filter(entry -> entry.offset() > baseline && entry.offset() <= until)
                .filter(entry -> !seen.contains(entry.offset()))
                .map(entry -> violation(
                        conversation.clientId(),
                        "tab " + tab + " never saw " + entry.replyId() + " at " + entry.offset()));
    }

    private Stream<Violation> lost(Conversation conversation, String tab, List<TabEvent> events) {
        return events.stream()
                .flatMap(event -> Stream.ofNullable(event.socket()))
                .filter(socket -> socket.event().equals("resumed") && socket.after() != null && !socket.recovered())
                .map(socket -> violation(
                        conversation.clientId(),
                        "tab " + tab + " could not go on from " + socket.after() + ": recovered is false"));
    }
}
