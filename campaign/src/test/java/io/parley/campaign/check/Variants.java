package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Stamp;
import java.util.List;

/// Lines of a ledger, changed in one way.
final class Variants {

    private Variants() {}

    /// The same entry further on, under another id and with other words.
    static Line.Shown copy(Line.Shown shown, long offset, String replyId, String turn, List<String> to, String words) {
        var place = new Stamp(shown.at().n() + 1_000_000, shown.at().wall() + 1_000_000, 0);
        return new Line.Shown(
                place,
                shown.clientId(),
                shown.tab(),
                shown.connection(),
                new Line.Frame(
                        "agent",
                        "reply",
                        SyntheticLedger.position(offset),
                        null,
                        null,
                        replyId,
                        turn,
                        to,
                        1,
                        1,
                        words));
    }

    /// The record of the log that belongs to what was shown.
    static Line.Entry entry(Line.Shown shown) {
        var frame = shown.frame();
        return new Line.Entry(
                0,
                TabEvent.offset(frame.position()),
                shown.at().wall(),
                shown.clientId(),
                "AGENT",
                "REPLY",
                frame.replyId(),
                frame.turnId(),
                frame.inReplyTo(),
                List.of(),
                frame.content());
    }

    static Line.Shown at(Stamp place, Line.Shown shown) {
        return new Line.Shown(place, shown.clientId(), shown.tab(), shown.connection(), shown.frame());
    }

    /// The frame at its own position, with the id and words of another.
    static Line.Shown words(Line.Shown shown, Line.Frame other) {
        var frame = shown.frame();
        return new Line.Shown(
                shown.at(),
                shown.clientId(),
                shown.tab(),
                shown.connection(),
                new Line.Frame(
                        frame.author(),
                        frame.kind(),
                        frame.position(),
                        frame.previous(),
                        frame.messageId(),
                        other.replyId(),
                        other.turnId(),
                        other.inReplyTo(),
                        1,
                        1,
                        other.content()));
    }

    static Line.Frame frame(Line.Frame frame, String content) {
        return new Line.Frame(
                frame.author(),
                frame.kind(),
                frame.position(),
                frame.previous(),
                frame.messageId(),
                frame.replyId(),
                frame.turnId(),
                frame.inReplyTo(),
                frame.part(),
                frame.total(),
                content);
    }

    /// The record with the words of a frame.
    static Line.Entry said(Line.Entry entry, Line.Frame frame) {
        return new Line.Entry(
                entry.partition(),
                entry.offset(),
                entry.time(),
                entry.clientId(),
                entry.author(),
                entry.kind(),
                frame.replyId(),
                frame.turnId(),
                frame.inReplyTo(),
                List.of(),
                frame.content());
    }
}
