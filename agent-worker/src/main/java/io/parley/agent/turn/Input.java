package io.parley.agent.turn;

import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record of `incoming-messages` that a turn ends: a client's message, or the control record that ended the turn.
///
/// @param loggedAt the broker's time of it
/// @param text its own words, as they were when the turn began
/// @param attempt the first attempt of the turn that has it, from 1
public record Input(
        String messageId,
        Kind kind,
        int partition,
        long offset,
        Instant loggedAt,
        String text,
        @Nullable String userName,
        Carried carried,
        int attempt) {

    /// What the record is to the turn.
    public enum Kind {
        MESSAGE,
        CONTROL
    }

    static Input message(LaneRecord<IncomingMessage> entry) {
        return of(entry, Kind.MESSAGE);
    }

    static Input control(LaneRecord<IncomingMessage> entry) {
        return of(entry, Kind.CONTROL);
    }

    private static Input of(LaneRecord<IncomingMessage> entry, Kind kind) {
        var value = entry.value();
        return new Input(
                value.getMessageId(),
                kind,
                entry.partition(),
                entry.offset(),
                entry.timestamp(),
                Storable.text(value.getText().orElse("")),
                value.getUserName().map(Storable::text).orElse(null),
                Carried.of(value),
                1);
    }

    /// The same record, come in with this attempt of its turn.
    Input in(int joined) {
        return new Input(messageId, kind, partition, offset, loggedAt, text, userName, carried, joined);
    }

    /// The same message as it was edited before anybody answered it.
    Input edited(IncomingMessage edit) {
        var files = Carried.of(edit).files();
        return new Input(
                messageId,
                kind,
                partition,
                offset,
                loggedAt,
                Storable.text(edit.getText().orElse("")),
                userName,
                files.isEmpty() ? carried : carried.with(files),
                attempt);
    }

    /// The same message, taken back before anybody answered it.
    Input deleted(String remark) {
        return new Input(
                messageId,
                kind,
                partition,
                offset,
                loggedAt,
                remark,
                userName,
                new Carried(carried.attributes(), List.of(), carried.providerId(), null, null),
                attempt);
    }

    boolean isMessage() {
        return kind == Kind.MESSAGE;
    }

    String place() {
        return partition + "-" + offset;
    }
}
