package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/// What a run amounts to in numbers.
final class Figures {

    private final Observations seen;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    Figures(Observations seen) {
        this.seen = seen;
    }

    Map<String, Double> all() {
        traffic();
        endings();
        repeats();
        latency();
        faults();
        return figures;
    }

    private void traffic() {
        put("clients", seen.conversations().size());
        put("sent", sum(c -> c.sentByMessage().size()));
        put(
                "sent again",
                sum(c -> c.sentByMessage().values().stream()
                        .mapToLong(times -> times.size() - 1)
                        .sum()));
        put(
                "accepted",
                sum(c -> c.sentByMessage().keySet().stream()
                        .filter(c::isAccepted)
                        .count()));
        put(
                "refused",
                sum(c -> c.sentByMessage().keySet().stream()
                        .filter(c::isRejected)
                        .count()));
        put(
                "of unknown fate",
                sum(c -> c.sentByMessage().keySet().stream()
                        .filter(message -> !c.isAccepted(message) && !c.isRejected(message))
                        .count()));
        put("frames shown", sum(c -> c.frames().count()));
    }

    private void endings() {
        put("answered", ended("reply"));
        put("failed", ended("failure"));
        put("cancelled", ended("cancelled"));
        put("ended by another notice", ended("notice"));
        put(
                "ignored",
                sum(c -> c.owed().stream()
                        .filter(message -> c.ignored(message).isPresent())
                        .count()));
        put(
                "retracted entries",
                sum(c -> c.entries().values().stream()
                        .mapToLong(entry -> entry.retracts().size())
                        .sum()));
        put(
                "turns",
                seen.all(Line.Turn.class).stream()
                        .map(Line.Turn::turnId)
                        .distinct()
                        .count());
    }

    private long ended(String kind) {
        return sum(c -> c.owed().stream()
                .filter(message -> c.standingEndings(message).stream()
                        .anyMatch(ending -> ending.kind().equals(kind)))
                .count());
    }

    private void repeats() {
        put(
                "duplicates shown to resumed tabs",
                sum(c -> c.tabs().values().stream()
                        .mapToLong(events -> {
                            var known = new HashSet<String>();
                            return events.stream()
                                    .filter(event -> event.frame() != null
                                            && !known.add(event.frame().position()))
                                    .count();
                        })
                        .sum()));
        put(
                "records in the log twice",
                sum(c -> c.incomingByMessage().values().stream()
                        .mapToLong(records -> records.size() - 1)
                        .sum()));
        put(
                "entries written twice",
                sum(c -> c.entries().size()
                        - c.entries().values().stream()
                                .map(Line.Entry::replyId)
                                .distinct()
                                .count()));
        put("model calls", seen.all(Line.ModelCall.class).size());
        put(
                "model calls aborted",
                seen.all(Line.ModelCall.class).stream()
                        .filter(call -> call.outcome().equals("aborted"))
                        .count());
        put("model answers wasted", ModelCallsBounded.Calls.wasted(seen));
    }

    private void latency() {
        var times = seen.conversations().stream()
                .flatMapToLong(Figures::waits)
                .sorted()
                .toArray();
        if (times.length > 0) {
            put("first sending to ending, ms, p50", times[times.length / 2]);
            put("first sending to ending, ms, p99", times[(int) (times.length * 0.99)]);
            put("first sending to ending, ms, longest", times[times.length - 1]);
        }
    }

    private static LongStream waits(Conversation conversation) {
        return conversation.sentByMessage().entrySet().stream()
                .flatMapToLong(sent -> conversation.standingEndings(sent.getKey()).stream()
                        .mapToLong(ending ->
                                ending.shown() - sent.getValue().getFirst().at().wall()));
    }

    private void faults() {
        var starts = seen.all(Line.Fault.class).stream()
                .filter(fault -> fault.event().equals("start"))
                .toList();
        put("faults", starts.size());
        for (var figure : new String[] {"messages a second", "turns in flight"}) {
            var values = starts.stream()
                    .flatMap(fault ->
                            java.util.stream.Stream.ofNullable(fault.figures().get(figure)))
                    .mapToDouble(Double::doubleValue)
                    .summaryStatistics();
            if (values.getCount() > 0) {
                figures.put("at a fault, least " + figure, values.getMin());
                figures.put("at a fault, mean " + figure, values.getAverage());
            }
        }
        if (!starts.isEmpty()) {
            put("longest silence, ms", longestSilence());
            waits();
        }
    }

    /// For how long words that were ready kept a tab waiting.
    private void waits() {
        var silences = new Silences(seen);
        put("longest wait of a tab for a ready word, ms", silences.longest());
        int number = 0;
        for (var silence : silences.all()) {
            put("  at fault " + ++number + ", " + silence.what() + ", ms", silence.millis());
        }
        for (var silence : silences.all()) {
            figures.merge("  longest at a " + silence.sort() + ", ms", (double) silence.millis(), Math::max);
        }
        put(
                "the machine stood still, ms in all",
                seen.all(Line.Hiccup.class).stream()
                        .mapToLong(Line.Hiccup::millis)
                        .sum());
    }

    /// The longest time in which nobody was shown a word of the agent, between the first and the last such word.
    private long longestSilence() {
        long[] shown = seen.conversations().stream()
                .flatMap(Conversation::frames)
                .filter(event ->
                        event.frame() != null && !event.frame().author().equals("user"))
                .mapToLong(event -> event.at().wall())
                .sorted()
                .toArray();
        long[] gaps = new long[Math.max(0, shown.length - 1)];
        Arrays.setAll(gaps, i -> shown[i + 1] - shown[i]);
        return Arrays.stream(gaps).max().orElse(0);
    }

    private long sum(java.util.function.ToLongFunction<Conversation> figure) {
        return seen.conversations().stream().mapToLong(figure).sum();
    }

    private void put(String name, long value) {
        figures.put(name, (double) value);
    }
}
