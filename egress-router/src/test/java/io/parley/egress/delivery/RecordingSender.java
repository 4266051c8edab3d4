package io.parley.egress.delivery;

import io.parley.channels.Addressee;
import io.parley.channels.Limit;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.Sender;
import io.parley.channels.Sign;
import io.parley.schemas.avro.AgentReply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// A provider of our own: each line of an entry is a piece. It answers what it was told, else it delivers.
final class RecordingSender implements Sender {

    /// How a call goes; delivers by [#deliver].
    interface Answer {
        Outcome to(Piece piece, Addressee to) throws InterruptedException;
    }

    final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
    final List<Sign> signs = Collections.synchronizedList(new ArrayList<>());
    final Deque<Answer> answers = new ArrayDeque<>();
    List<Limit> limits = List.of();
    Duration signLasts = Duration.ZERO;
    boolean streams;

    @Nullable
    Duration reportsWithin;

    volatile Answer otherwise = (piece, to) -> deliver(piece, to);

    /// The message is with the person, whatever is answered.
    Outcome deliver(Piece piece, Addressee to) {
        delivered.add(to.externalId() + " " + piece.body().path("text").asString(""));
        return new Outcome.Sent("p-" + piece.replyId() + "-" + piece.number());
    }

    void answer(Outcome... outcomes) {
        List.of(outcomes).forEach(outcome -> answers.add((piece, to) -> outcome));
    }

    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        var lines = entry.getContent().lines().toList();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> new Piece(
                        entry.getReplyId() + "-" + (i + 1),
                        entry.getReplyId(),
                        i + 1,
                        "say",
                        JsonNodeFactory.instance.objectNode().put("text", lines.get(i))))
                .toList();
    }

    @Override
    public Outcome send(Piece piece, Addressee to) throws InterruptedException {
        Answer next;
        synchronized (answers) {
            next = answers.poll();
        }
        return (next == null ? otherwise : next).to(piece, to);
    }

    @Override
    public List<Limit> limits(Addressee to) {
        return limits;
    }

    @Override
    public void show(Sign sign, Addressee to) {
        signs.add(sign);
    }

    @Override
    public Duration signLasts() {
        return signLasts;
    }

    @Override
    public boolean streams() {
        return streams;
    }

    @Override
    public boolean streams(Addressee to) {
        return streams;
    }

    @Override
    public Optional<Duration> reportsWithin() {
        return Optional.ofNullable(reportsWithin);
    }
}
