package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A ledger, sorted by client.
final class Observations {

    private final Recorded ledger;
    private final Map<String, Conversation> conversations = new LinkedHashMap<>();

    Observations(Recorded ledger) {
        this.ledger = ledger;
        var incoming = byClient(Line.Incoming.class, Line.Incoming::clientId);
        var entries = byClient(Line.Entry.class, Line.Entry::clientId);
        var turns = byClient(Line.Turn.class, Line.Turn::clientId);
        var written = byClient(Line.Sent.class, Line.Sent::clientId);
        var accepted = byClient(Line.Accepted.class, Line.Accepted::clientId);
        var rejected = byClient(Line.Rejected.class, Line.Rejected::clientId);
        var tabs = tabs();
        for (var person : ledger.all(Line.Person.class)) {
            var id = person.clientId();
            var client =
                    new Client(of(written, id), of(accepted, id), of(rejected, id), tabs.getOrDefault(id, Map.of()));
            var log = new Log(of(incoming, id), of(entries, id), of(turns, id));
            conversations.put(id, new Conversation(person, client, log));
        }
    }

    /// What one client did and saw.
    record Client(
            List<Line.Sent> sent,
            List<Line.Accepted> accepted,
            List<Line.Rejected> rejected,
            Map<String, List<TabEvent>> tabs) {}

    /// What the topics hold of one client.
    record Log(List<Line.Incoming> incoming, List<Line.Entry> entries, List<Line.Turn> turns) {}

    Recorded ledger() {
        return ledger;
    }

    <T extends Line> List<T> all(Class<T> type) {
        return ledger.all(type);
    }

    Collection<Conversation> conversations() {
        return conversations.values();
    }

    Optional<Conversation> conversation(String clientId) {
        return Optional.ofNullable(conversations.get(clientId));
    }

    private Map<String, Map<String, List<TabEvent>>> tabs() {
        var events = new HashMap<String, Map<String, List<TabEvent>>>();
        var all = ledger.all().stream()
                .map(TabEvent::of)
                .flatMap(Optional::stream)
                .sorted((a, b) -> Long.compare(a.at().n(), b.at().n()));
        all.forEach(
                event -> Objects.requireNonNull(events.computeIfAbsent(event.clientId(), c -> new LinkedHashMap<>()))
                        .computeIfAbsent(event.tab(), t -> new java.util.ArrayList<>())
                        .add(event));
        return events;
    }

    private <T extends Line> Map<String, List<T>> byClient(Class<T> type, Function<T, String> client) {
        return ledger.all(type).stream().collect(Collectors.groupingBy(client));
    }

    private static <T> List<T> of(Map<String, List<T>> byClient, String id) {
        return byClient.getOrDefault(id, List.of());
    }
}
