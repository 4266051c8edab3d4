package io.parley.replay.timeline;

import io.parley.replay.record.Logged;
import io.parley.replay.record.Recording;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Every event of one client, in order of time.
public final class Timeline {

    private final Recording recording;

    /// @param recording of one client
    public Timeline(Recording recording) {
        this.recording = recording;
    }

    /// All events, or those of one turn: its messages, what was done, and what became of its words.
    ///
    /// @param turn the turn's id, or the id of one of its messages; empty for all turns
    public List<Event> events(Optional<String> turn) {
        var wanted = turn.map(this::turnNamed);
        Predicate<Event> ofTurn =
                event -> wanted.map(id -> event.turn().equals(Optional.of(id))).orElse(true);
        return all().stream()
                .filter(ofTurn)
                .sorted(Comparator.comparing(Event::at).thenComparing(Event::kind))
                .toList();
    }

    /// The events up to a time, and how things stood then.
    public List<Event> eventsAt(Instant time, Optional<String> turn) {
        var events = new ArrayList<>(
                events(turn).stream().filter(event -> !event.at().isAfter(time)).toList());
        events.add(new Standing(recording, time).event());
        return List.copyOf(events);
    }

    private String turnNamed(String id) {
        return journal().stream()
                .filter(record ->
                        record.getTurnId().equals(id) || inputs(record).contains(id))
                .map(TurnRecord::getTurnId)
                .findFirst()
                .orElse(id);
    }

    private List<TurnRecord> journal() {
        var once = new HashSet<String>();
        return recording.journal().stream()
                .map(Logged::value)
                .filter(record -> once.add(record.getTurnId()))
                .toList();
    }

    private static List<String> inputs(TurnRecord record) {
        return record.getInputs().stream().map(input -> input.getMessageId()).toList();
    }

    private List<Event> all() {
        var turns = new HashMap<String, String>();
        journal().forEach(record -> inputs(record).forEach(id -> turns.putIfAbsent(id, record.getTurnId())));
        var events = new ArrayList<Event>();
        recording
                .incoming()
                .forEach(record -> events.add(Happened.incoming(
                        record, Optional.ofNullable(turns.get(record.value().getMessageId())))));
        var places = places();
        journal().forEach(record -> events.addAll(new TurnEvents(record, places).all()));
        events.addAll(entries(turns));
        recording
                .receipts()
                .forEach(record -> Happened.delivery(
                                record, turnOf(record.value().getReplyId()))
                        .ifPresent(events::add));
        return events;
    }

    /// An entry that was written again after a crash is told once.
    private List<Event> entries(Map<String, String> turns) {
        var once = new HashSet<String>();
        return recording.replies().stream()
                .filter(record -> once.add(record.value().getReplyId()))
                .map(Happened::entry)
                .map(event -> event.turn().isPresent() ? event : echoOf(event, turns))
                .toList();
    }

    private static Event echoOf(Event event, Map<String, String> turns) {
        var turn =
                Optional.ofNullable(turns.get(event.details().path("reply_id").asString("")));
        return new Event(event.at(), event.kind(), event.name(), turn, event.attempt(), event.cause(), event.details());
    }

    private Map<String, IncomingMessage> places() {
        return recording.incoming().stream()
                .collect(Collectors.toMap(Logged::place, Logged::value, (first, again) -> first));
    }

    /// Ids of replies begin with the turn's.
    private static Optional<String> turnOf(String replyId) {
        int end = replyId.indexOf('.');
        return end < 0 ? Optional.empty() : Optional.of(replyId.substring(0, end));
    }
}
