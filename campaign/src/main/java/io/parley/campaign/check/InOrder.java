package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Each client's endings come in the order of its log, each tab sees entries in the order of their positions, and what
/// one connection sent stands in the log in the order of sending.
final class InOrder implements Law {

    @Override
    public String name() {
        return "L3 in order";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return seen.conversations().stream()
                .flatMap(conversation -> Stream.of(
                                endings(conversation).stream(),
                                conversation.tabs().entrySet().stream()
                                        .flatMap(tab -> sight(conversation, tab.getKey(), tab.getValue()).stream()),
                                sending(conversation).stream())
                        .flatMap(found -> found));
    }

    private List<Violation> endings(Conversation conversation) {
        var found = new ArrayList<Violation>();
        long latest = -1;
        var before = "";
        for (var message : conversation.incomingByMessage().keySet()) {
            long offset = conversation.standingEndings(message).stream()
                    .mapToLong(Conversation.Ending::offset)
                    .min()
                    .orElse(Long.MAX_VALUE);
            if (offset < latest) {
                found.add(violation(conversation.clientId(), message + " ended before the older " + before));
            } else if (offset < Long.MAX_VALUE) {
                latest = offset;
                before = message;
            }
        }
        return found;
    }

    private List<Violation> sight(Conversation conversation, String tab, List<TabEvent> events) {
        var found = new ArrayList<Violation>();
        var known = new HashSet<Long>();
        long latest = -1;
        for (var event : events) {
            var frame = event.frame();
            if (frame == null) {
                continue;
            }
            long offset = TabEvent.offset(frame.position());
            if (offset < 0) {
                found.add(violation(conversation.clientId(), "no position of ours: " + frame.position()));
            } else if (known.add(offset)) {
                if (offset < latest) {
                    found.add(violation(
                            conversation.clientId(), "tab " + tab + " saw " + offset + " only after " + latest));
                }
                latest = Math.max(latest, offset);
            }
        }
        return found;
    }

    private List<Violation> sending(Conversation conversation) {
        var found = new ArrayList<Violation>();
        Map<String, Long> latest = new HashMap<>();
        for (var sent : conversation.sentByMessage().entrySet()) {
            var records = conversation.incomingByMessage().getOrDefault(sent.getKey(), List.of());
            if (sent.getValue().size() != 1 || records.size() != 1) {
                continue; // sent again: its place may be that of either time
            }
            Line.Sent once = sent.getValue().getFirst();
            long offset = records.getFirst().offset();
            var socket = once.tab() + " connection " + once.connection();
            if (latest.getOrDefault(socket, -1L) > offset) {
                found.add(violation(
                        conversation.clientId(), sent.getKey() + " overtook an older message of tab " + socket));
            }
            latest.merge(socket, offset, Math::max);
        }
        return found;
    }
}
