package io.parley.agent.turn;

import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The messages that one turn answers, found from the records' log times alone, so that a replay finds the same.
///
/// @param members the messages, in log order
/// @param closed whether nothing more can join
/// @param until when it will be closed if nothing more comes
/// @param why what closed it, or will: a stable lower-case word
record Burst(List<LaneRecord<IncomingMessage>> members, boolean closed, Instant until, String why) {

    /// How long a burst is waited for.
    ///
    /// @param quiet silence since the last message after which it is closed
    /// @param cap the longest time since the first message
    record Times(Duration quiet, Duration cap) {}

    /// A person who types is given this long for the next message, at least.
    private static final Duration TYPING = Duration.ofSeconds(2);

    /// The pictures of an album arrive one by one, whatever the tenant's quiet time.
    private static final Duration ALBUM = Duration.ofSeconds(1);

    Burst {
        members = List.copyOf(members);
    }

    /// Looks at records that begin with a message.
    static Burst of(List<LaneRecord<IncomingMessage>> records, Times times, Instant now) {
        var first = records.getFirst();
        var members = new ArrayList<LaneRecord<IncomingMessage>>();
        members.add(first);
        if (isCommand(first)) {
            return new Burst(members, true, now, "command");
        }
        var end = first.timestamp().plus(times.cap());
        var last = first.timestamp();
        var until = earlier(end, last.plus(quiet(first, times)));
        for (var record : records.subList(1, records.size())) {
            if (!record.timestamp().isBefore(until) && !isSameAlbum(members.getLast(), record)) {
                return new Burst(members, true, until, until.equals(end) ? "cap" : "quiet");
            }
            if (closes(record)) {
                return new Burst(members, true, record.timestamp(), "control");
            }
            if (isMessage(record)) {
                members.add(record);
                last = record.timestamp();
                until = earlier(end, last.plus(quiet(record, times)));
            } else if (record.value().getKind() == IncomingKind.TYPING) {
                last = record.timestamp();
                until = earlier(end, last.plus(longer(TYPING, times.quiet())));
            }
        }
        // Never longer than the pause itself, should this machine's clock be behind the broker's.
        until = earlier(until, now.plus(Duration.between(last, until)));
        return new Burst(members, !until.isAfter(now), until, until.equals(end) ? "cap" : "quiet");
    }

    private static Duration quiet(LaneRecord<IncomingMessage> message, Times times) {
        return message.value().getAlbumId().isPresent() ? longer(ALBUM, times.quiet()) : times.quiet();
    }

    private static boolean isSameAlbum(LaneRecord<IncomingMessage> before, LaneRecord<IncomingMessage> record) {
        var album = record.value().getAlbumId();
        return isMessage(record)
                && album.isPresent()
                && album.equals(before.value().getAlbumId());
    }

    static boolean isMessage(LaneRecord<IncomingMessage> record) {
        return record.value().getKind() == IncomingKind.MESSAGE;
    }

    private static boolean closes(LaneRecord<IncomingMessage> record) {
        return switch (record.value().getKind()) {
            case CANCEL, TAKE_OVER, HUMAN_REPLY, HAND_BACK, ERASE -> true;
            case MESSAGE -> isCommand(record);
            default -> false;
        };
    }

    /// Words such as `/start`, as chat applications know them.
    private static boolean isCommand(LaneRecord<IncomingMessage> record) {
        return record.value().getText().filter(text -> text.startsWith("/")).isPresent();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
