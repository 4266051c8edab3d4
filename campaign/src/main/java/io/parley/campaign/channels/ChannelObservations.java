package io.parley.campaign.channels;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A ledger of phones, put together: what was written, what stands in the topics, what arrived.
final class ChannelObservations {

    /// One entry for a person, and what the stand-in says of it.
    ///
    /// @param calls the calls that carried its words and reached the person, oldest first
    /// @param receipts of all its pieces, in log order
    /// @param isBlocked whether its person had blocked the account in the end: some providers accept what they will
    ///     not deliver
    record Said(Line.Entry entry, List<Line.ProviderCall> calls, List<Line.Receipt> receipts, boolean isBlocked) {

        boolean has(String state) {
            return receipts.stream().anyMatch(receipt -> receipt.state().equals(state));
        }

        boolean isSent() {
            return has("SENT") || has("DELIVERED") || has("READ");
        }

        /// Whether it is on record why the person does not have it.
        boolean isHonestlyMissing() {
            return has("REFUSED") || has("DROPPED") || has("UNKNOWN");
        }

        boolean mayBeDouble() {
            return has("UNKNOWN") || receipts.stream().anyMatch(Line.Receipt::possibleDuplicate);
        }
    }

    private final Recorded ledger;
    private final Map<String, String> personByCanary;
    private final Map<String, List<Line.Incoming>> incomingByCanary = new HashMap<>();
    private final Map<String, List<Said>> saidByClient = new LinkedHashMap<>();

    ChannelObservations(Recorded ledger) {
        this.ledger = ledger;
        personByCanary = ledger.all(Line.Written.class).stream()
                .collect(Collectors.toMap(Line.Written::canary, written -> written.channel() + " " + written.person()));
        for (var record : ledger.all(Line.Incoming.class)) {
            Canaries.in(record.text())
                    .forEach(canary -> incomingByCanary
                            .computeIfAbsent(canary, c -> new ArrayList<>())
                            .add(record));
        }
        var calls = callsByWords();
        var blocked = ledger.all(Line.Blocked.class).stream()
                .map(block -> block.channel() + " " + block.person())
                .collect(Collectors.toSet());
        var receipts = ledger.all(Line.Receipt.class).stream().collect(Collectors.groupingBy(Line.Receipt::replyId));
        entries()
                .forEach(entry -> saidByClient
                        .computeIfAbsent(entry.clientId(), c -> new ArrayList<>())
                        .add(new Said(
                                entry,
                                calls.getOrDefault(words(entry.content()), List.of()),
                                receipts.getOrDefault(entry.replyId(), List.of()),
                                words(entry.content()).stream()
                                        .anyMatch(
                                                canary -> blocked.contains(personByCanary.getOrDefault(canary, ""))))));
    }

    /// Every entry that is for the eyes of a person on a phone, once, at its first place in the log.
    private Collection<Line.Entry> entries() {
        var first = new TreeMap<Long, Line.Entry>();
        var known = new TreeSet<String>();
        var writers = incomingByCanary.entrySet().stream()
                .filter(written -> personByCanary.containsKey(written.getKey()))
                .flatMap(written -> written.getValue().stream())
                .map(Line.Incoming::clientId)
                .collect(Collectors.toSet());
        ledger.all(Line.Entry.class).stream()
                .filter(entry -> !entry.author().equals("USER") && !entry.kind().equals("RETRACT"))
                .filter(entry -> writers.contains(entry.clientId()))
                .sorted((a, b) -> a.partition() != b.partition()
                        ? Integer.compare(a.partition(), b.partition())
                        : Long.compare(a.offset(), b.offset()))
                .filter(entry -> known.add(entry.replyId()))
                .forEach(entry -> first.put(entry.partition() * (1L << 48) + entry.offset(), entry));
        return first.values();
    }

    private Map<Set<String>, List<Line.ProviderCall>> callsByWords() {
        return ledger.all(Line.ProviderCall.class).stream()
                .filter(call -> call.delivered() && !words(call.text()).isEmpty())
                .collect(Collectors.groupingBy(call -> words(call.text())));
    }

    private static Set<String> words(String text) {
        return Set.copyOf(Canaries.in(text));
    }

    <T extends Line> List<T> all(Class<T> type) {
        return ledger.all(type);
    }

    /// Marker → the channel and the person who wrote it.
    Map<String, String> personByCanary() {
        return personByCanary;
    }

    List<Line.Incoming> incoming(String canary) {
        return incomingByCanary.getOrDefault(canary, List.of());
    }

    /// client_id → what was said to that person, in the order of the log.
    Map<String, List<Said>> said() {
        return saidByClient;
    }
}
