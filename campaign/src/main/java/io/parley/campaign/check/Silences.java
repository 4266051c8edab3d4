package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How long words that were ready kept a tab waiting, by the fault that was going on.
///
/// A word is ready when it stands in the log. It is owed to each tab of its client that had come up to date before,
/// connected or not. A wait that outlasts the begin of the next fault counts for each with its own part.
final class Silences {

    private static final Set<String> KILLS = Set.of("kill", "forget");

    private final TreeMap<Long, Silence> byStart = new TreeMap<>();
    private final List<Line.Hiccup> hiccups;
    private long longest;

    Silences(Observations seen) {
        hiccups = seen.all(Line.Hiccup.class);
        seen.all(Line.Fault.class).stream()
                .filter(fault -> fault.event().equals("start"))
                .sorted(Comparator.comparingLong(fault -> fault.at().wall()))
                .forEach(fault -> byStart.put(fault.at().wall(), new Silence(fault)));
        seen.conversations().forEach(this::waits);
    }

    /// The longest wait while one fault was going on.
    static final class Silence {

        private final Line.Fault fault;
        private long millis;
        private long stopped;
        private long unexcused;

        private Silence(Line.Fault fault) {
            this.fault = fault;
        }

        /// For instance `kill ingress-ws-2`.
        String what() {
            return fault.kind() + " " + fault.target();
        }

        /// For instance `kill of a node`.
        String sort() {
            var whom = fault.target().startsWith("ingress-ws")
                    ? "a node"
                    : fault.target().startsWith("egress-router") ? "a router" : "another process";
            return fault.kind() + " of " + whom;
        }

        boolean isKillOfNodeOrRouter() {
            return KILLS.contains(fault.kind()) && !sort().endsWith("another process");
        }

        long millis() {
            return millis;
        }

        /// For how long of it the machine itself stood still.
        long stopped() {
            return stopped;
        }

        /// The longest wait without the time in which the machine itself stood still.
        long unexcused() {
            return unexcused;
        }

        private void add(long waited, long standing) {
            if (waited > millis) {
                millis = waited;
                stopped = standing;
            }
            unexcused = Math.max(unexcused, waited - standing);
        }
    }

    /// One for each fault, in their order.
    List<Silence> all() {
        return List.copyOf(byStart.values());
    }

    /// In the whole run.
    long longest() {
        return longest;
    }

    private void waits(Conversation conversation) {
        conversation.tabs().values().forEach(events -> waits(conversation, events));
    }

    private void waits(Conversation conversation, List<TabEvent> events) {
        var resumed = events.stream().filter(event -> event.is("resumed")).findFirst();
        if (resumed.isEmpty()) {
            return;
        }
        long live = resumed.get().at().wall();
        var shown = new HashMap<Long, Long>();
        for (var event : events) {
            if (event.frame() != null) {
                shown.putIfAbsent(
                        TabEvent.offset(event.frame().position()), event.at().wall());
            }
        }
        shown.forEach((offset, at) -> Stream.ofNullable(conversation.entries().get(offset))
                .filter(entry -> entry.time() > live && entry.time() <= at)
                .forEach(entry -> add(entry.time(), at)));
    }

    private void add(long ready, long shown) {
        longest = Math.max(longest, shown - ready);
        var first = byStart.floorKey(ready);
        byStart.subMap(first == null ? Long.MIN_VALUE : first, true, shown, true)
                .forEach((start, silence) -> {
                    var next = byStart.higherKey(start);
                    long from = Math.max(ready, start);
                    long to = next == null ? shown : Math.min(shown, next);
                    silence.add(to - from, stopped(from, to));
                });
    }

    private long stopped(long from, long to) {
        return hiccups.stream()
                .mapToLong(hiccup -> Math.min(to, hiccup.at().wall())
                        - Math.max(from, hiccup.at().wall() - hiccup.millis()))
                .filter(overlap -> overlap > 0)
                .sum();
    }
}
