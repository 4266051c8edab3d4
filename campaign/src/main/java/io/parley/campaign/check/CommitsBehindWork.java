package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// No offset is committed past a message whose ending was not yet written, and in the end nothing is left over.
final class CommitsBehindWork implements Law {

    /// The broker's clock and ours are the same; both count in milliseconds.
    private static final long TOLERANCE = 20;

    @Override
    public String name() {
        return "L7 commits behind work";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return Stream.concat(early(seen), leftOver(seen));
    }

    private Stream<Violation> early(Observations seen) {
        var ended = endings(seen);
        var log = seen.all(Line.Incoming.class).stream()
                .filter(record -> record.kind().equals("MESSAGE"))
                .collect(Collectors.groupingBy(Line.Incoming::partition));
        var frontier = new HashMap<Integer, NavigableMap<Long, Work>>();
        log.forEach((partition, records) -> frontier.put(partition, frontier(records, ended)));
        return seen.all(Line.Committed.class).stream()
                .filter(commit -> commit.group().equals(Groups.AGENT_WORKER)
                        && commit.topic().equals(Topics.INCOMING_MESSAGES))
                .flatMap(commit -> lastBelow(frontier, commit).stream()
                        .filter(work -> work.ended() > commit.at().wall() + TOLERANCE)
                        .map(work -> violation(
                                "partition " + commit.partition(),
                                "offset " + commit.offset() + " was committed while " + work.message() + " at "
                                        + work.offset() + " had no ending")))
                .collect(Collectors.toMap(Violation::what, v -> v, (a, b) -> a))
                .values()
                .stream();
    }

    private static Optional<Work> lastBelow(Map<Integer, NavigableMap<Long, Work>> frontier, Line.Committed commit) {
        return Optional.ofNullable(frontier.get(commit.partition()))
                .map(partition -> partition.lowerEntry(commit.offset()))
                .map(Map.Entry::getValue);
    }

    /// The message below (and at) an offset that ended last.
    private record Work(String message, long offset, long ended) {}

    private static NavigableMap<Long, Work> frontier(List<Line.Incoming> records, Map<String, Long> ended) {
        var sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparingLong(Line.Incoming::offset));
        var frontier = new TreeMap<Long, Work>();
        var first = new HashMap<String, Long>();
        var last = new Work("", -1, Long.MIN_VALUE);
        for (var record : sorted) {
            if (first.putIfAbsent(record.messageId(), record.offset()) == null) {
                long end = ended.getOrDefault(record.messageId(), Long.MAX_VALUE);
                last = end > last.ended() ? new Work(record.messageId(), record.offset(), end) : last;
            }
            frontier.put(record.offset(), last);
        }
        return frontier;
    }

    /// message_id → when its ending was written, by the broker's clock.
    private static Map<String, Long> endings(Observations seen) {
        var ended = new HashMap<String, Long>();
        for (var entry : seen.all(Line.Entry.class)) {
            if (!entry.author().equals("USER")) {
                entry.inReplyTo().forEach(message -> ended.merge(message, entry.time(), Math::min));
            }
        }
        for (var turn : seen.all(Line.Turn.class)) {
            if (turn.outcome().equals("IGNORED")) {
                turn.messageIds().forEach(message -> ended.merge(message, turn.time(), Math::min));
            }
        }
        return ended;
    }

    private Stream<Violation> leftOver(Observations seen) {
        return seen.all(Line.Rest.class).stream()
                .filter(rest -> rest.committed() < rest.end())
                .map(rest -> violation(
                        rest.topic() + "-" + rest.partition(),
                        rest.group() + " stopped at " + rest.committed() + " of " + rest.end()));
    }
}
