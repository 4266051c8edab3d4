package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.Objects;
import java.util.stream.Stream;

/// Whatever is shown refers to messages that this client sent and that were not refused; its own words come back as it
/// wrote them; and what is shown at a position is what stands there in `agent-replies`.
final class OnlyWhatWasSent implements Law {

    @Override
    public String name() {
        return "L4 only what was sent";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return seen.conversations().stream()
                .flatMap(conversation -> conversation
                        .frames()
                        .flatMap(event -> Stream.ofNullable(event.frame()))
                        .flatMap(frame -> violations(conversation, frame)));
    }

    private Stream<Violation> violations(Conversation conversation, Line.Frame frame) {
        return Stream.of(references(conversation, frame), ownWords(conversation, frame), place(conversation, frame))
                .flatMap(found -> found)
                .map(what -> violation(conversation.clientId(), what));
    }

    private Stream<String> references(Conversation conversation, Line.Frame frame) {
        var named = frame.author().equals("user") ? Stream.ofNullable(frame.messageId()) : frame.inReplyTo().stream();
        var unsent = named.flatMap(message -> {
            if (!conversation.sentByMessage().containsKey(message)) {
                return Stream.of(message + ", which this client never sent, is shown or answered");
            }
            return conversation.isRejected(message)
                    ? Stream.of(message + " was refused, and is shown or answered nevertheless")
                    : Stream.of();
        });
        var uncalled = frame.kind().equals("cancelled") && !conversation.sentCancel()
                ? Stream.of("a turn was cancelled, but the client never asked for it")
                : Stream.<String>of();
        return Stream.concat(unsent, uncalled);
    }

    private Stream<String> ownWords(Conversation conversation, Line.Frame frame) {
        if (!frame.author().equals("user") || frame.messageId() == null) {
            return Stream.of();
        }
        return Stream.ofNullable(conversation.sentByMessage().get(frame.messageId()))
                .filter(sent -> !sent.getFirst().text().equals(frame.content()))
                .map(sent -> frame.messageId() + " is shown with other words than were sent");
    }

    private Stream<String> place(Conversation conversation, Line.Frame frame) {
        if (conversation.entries().isEmpty()) {
            return Stream.of();
        }
        var entry = conversation.entries().get(TabEvent.offset(frame.position()));
        if (entry == null) {
            return Stream.of("nothing of this client stands at " + frame.position());
        }
        boolean same =
                entry.replyId().equals(ShownOnce.entryId(frame)) && Objects.equals(entry.content(), frame.content());
        return same ? Stream.of() : Stream.of("something else stands at " + frame.position() + " than was shown");
    }
}
