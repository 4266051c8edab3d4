package io.parley.campaign.channels;

import io.parley.campaign.channels.ChannelObservations.Said;
import io.parley.campaign.check.Verdict;
import io.parley.campaign.check.Violation;
import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Holds a ledger of phones against what Parley promises of its channels (DESIGN sections 1 and 9).
public final class ChannelChecker {

    /// So many answers 429 a minute an account may get: an estimate of a limit can be wrong now and then, not always.
    static final int MOST_THROTTLED = 10;

    private static final long MINUTE = 60_000;

    private final ChannelObservations seen;

    private ChannelChecker(ChannelObservations seen) {
        this.seen = seen;
    }

    public static Verdict check(Recorded ledger) {
        var checker = new ChannelChecker(new ChannelObservations(ledger));
        var violations = Stream.of(
                        checker.keptOnce(),
                        checker.answeredOnce(),
                        checker.arrivedOrOnRecord(),
                        checker.inOrder(),
                        checker.foreignWords(),
                        checker.throttled())
                .flatMap(found -> found)
                .toList();
        return new Verdict(violations, checker.figures());
    }

    /// What a person wrote stands in the log, under one message_id and one client_id.
    private Stream<Violation> keptOnce() {
        return seen.personByCanary().entrySet().stream().flatMap(written -> {
            var records = seen.incoming(written.getKey());
            var ids = records.stream().map(Line.Incoming::messageId).distinct().count();
            return ids == 1
                    ? Stream.empty()
                    : Stream.of(new Violation(
                            "K1 kept once",
                            written.getValue(),
                            written.getKey() + " has " + ids + " message_ids in incoming-messages"));
        });
    }

    /// Each message is named by one turn's reply, or by a turn that is deliberately unanswered.
    private Stream<Violation> answeredOnce() {
        var turns = new HashMap<String, HashSet<String>>();
        seen.all(Line.Turn.class)
                .forEach(turn -> turn.messageIds()
                        .forEach(message -> turns.computeIfAbsent(message, m -> new HashSet<>())
                                .add(turn.turnId())));
        return seen.personByCanary().entrySet().stream()
                .flatMap(written -> seen.incoming(written.getKey()).stream()
                        .map(Line.Incoming::messageId)
                        .distinct()
                        .filter(message ->
                                turns.getOrDefault(message, new HashSet<>()).size() != 1)
                        .map(message -> new Violation(
                                "K2 one ending",
                                written.getValue(),
                                message + " belongs to "
                                        + turns.getOrDefault(message, new HashSet<>())
                                                .size() + " turns")));
    }

    /// Every entry reached its person once, or it is on record why not, or that it may have come twice.
    private Stream<Violation> arrivedOrOnRecord() {
        return seen.said().values().stream()
                .flatMap(List::stream)
                .flatMap(said -> fault(said).stream()
                        .map(fault -> new Violation(
                                "K3 arrived once",
                                said.entry().clientId(),
                                said.entry().replyId() + " " + fault)));
    }

    private static List<String> fault(Said said) {
        int times = said.calls().size();
        if (said.receipts().isEmpty()) {
            return List.of("has no receipt and arrived " + times + " times");
        }
        if (times == 0 && !said.isHonestlyMissing() && !said.isBlocked()) {
            return List.of(said.isSent() ? "counts as sent and did not arrive" : "did not arrive");
        }
        if (times > (said.mayBeDouble() ? 2 : 1)) {
            return List.of("arrived " + times + " times");
        }
        if (times > 0 && !said.isSent() && !said.mayBeDouble()) {
            return List.of("arrived and counts as not sent");
        }
        return List.of();
    }

    /// What was said to a person arrived in the order in which it was said.
    private Stream<Violation> inOrder() {
        return seen.said().entrySet().stream().flatMap(client -> {
            var found = Stream.<Violation>builder();
            long latest = -1;
            for (var said : client.getValue()) {
                if (said.calls().isEmpty()) {
                    continue;
                }
                long first = said.calls().stream()
                        .mapToLong(Line.ProviderCall::n)
                        .min()
                        .orElseThrow();
                if (first < latest) {
                    found.add(new Violation(
                            "K4 in order", client.getKey(), said.entry().replyId() + " came before an older one"));
                }
                latest = Math.max(latest, first);
            }
            return found.build();
        });
    }

    /// Nobody sees another's words.
    private Stream<Violation> foreignWords() {
        return seen.all(Line.ProviderCall.class).stream()
                .flatMap(call -> Canaries.in(call.text()).stream()
                        .filter(canary -> !(call.channel() + " " + call.person())
                                .equals(seen.personByCanary()
                                        .getOrDefault(canary, call.channel() + " " + call.person())))
                        .map(canary -> new Violation(
                                "K5 no foreign words", call.channel() + " " + call.person(), "was sent " + canary)));
    }

    /// No account runs into its provider's limits more than a few times a minute.
    private Stream<Violation> throttled() {
        return throttledByAccount().entrySet().stream()
                .filter(account -> account.getValue() > MOST_THROTTLED)
                .map(account -> new Violation(
                        "K6 within limits", account.getKey(), account.getValue() + " answers 429 within a minute"));
    }

    /// Account → the most answers 429 in any minute; those of a fault that was asked for do not count.
    private Map<String, Integer> throttledByAccount() {
        return seen.all(Line.ProviderCall.class).stream()
                .filter(call -> call.outcome().equals("throttled"))
                .collect(Collectors.groupingBy(
                        Line.ProviderCall::channel,
                        Collectors.collectingAndThen(Collectors.toList(), ChannelChecker::mostInAMinute)));
    }

    private static int mostInAMinute(List<Line.ProviderCall> calls) {
        var minute = new ArrayDeque<Long>();
        int most = 0;
        for (long time :
                calls.stream().mapToLong(Line.ProviderCall::time).sorted().toArray()) {
            minute.add(time);
            while (minute.getFirst() <= time - MINUTE) {
                minute.removeFirst();
            }
            most = Math.max(most, minute.size());
        }
        return most;
    }

    private Map<String, Double> figures() {
        var figures = new LinkedHashMap<String, Double>();
        var all = seen.said().values().stream().flatMap(List::stream).toList();
        figures.put("written on phones", (double) seen.personByCanary().size());
        figures.put("clients", (double) seen.said().size());
        figures.put("replies", (double) all.size());
        figures.put("replies that arrived", count(all, said -> !said.calls().isEmpty()));
        figures.put("replies refused", count(all, said -> said.has("REFUSED")));
        figures.put("replies dropped", count(all, said -> said.has("DROPPED")));
        figures.put("replies in doubt (UNKNOWN)", count(all, said -> said.has("UNKNOWN")));
        figures.put(
                "replies that arrived twice", count(all, said -> said.calls().size() > 1));
        figures.put("takings of a partition", (double) seen.all(Line.Receipt.class).stream()
                .filter(receipt -> receipt.state().equals("TAKEN"))
                .count());
        figures.put(
                "calls to providers", (double) seen.all(Line.ProviderCall.class).size());
        throttledByAccount()
                .forEach((account, most) -> figures.put("429 in the worst minute, " + account, (double) most));
        delays(figures, all);
        return figures;
    }

    private static double count(List<Said> all, java.util.function.Predicate<Said> what) {
        return all.stream().filter(what).count();
    }

    private static void delays(Map<String, Double> figures, List<Said> all) {
        long[] delays = all.stream()
                .flatMapToLong(said -> said.calls().stream()
                        .limit(1)
                        .flatMapToLong(
                                call -> LongStream.of(call.time() - said.entry().time())))
                .sorted()
                .toArray();
        if (delays.length > 0) {
            figures.put("said to delivered, ms, p50", (double) delays[delays.length / 2]);
            figures.put("said to delivered, ms, p99", (double) delays[(int) (delays.length * 0.99)]);
            figures.put("said to delivered, ms, longest", (double) delays[delays.length - 1]);
        }
    }
}
