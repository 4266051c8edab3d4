package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.egress.routing.Envelopes.Address;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.avro.TurnProgress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// What becomes of sockets enters; a connection's resume leaves: the entries that it lacks, oldest first, the mark, and
/// the text so far of a running turn.
final class Sessions implements Processor<String, SocketSession, Object, Object> {

    private final String incarnation;
    private final MeterRegistry meters;
    private @Nullable Parts parts;

    Sessions(String incarnation, MeterRegistry meters) {
        this.incarnation = incarnation;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        parts = new Parts(
                context, EntryLog.of(context, incarnation, meters), Sockets.of(context), RunningTurns.of(context));
    }

    @Override
    public void process(Record<String, SocketSession> record) {
        var current = Objects.requireNonNull(parts);
        var said = record.value();
        var client = record.key();
        switch (said.getEvent()) {
            case OPEN -> open(current, record);
            case CLOSE ->
                current.sockets
                        .find(client, said.getSlot(), said.getBootId(), said.getConnection())
                        .ifPresent(socket -> current.sockets.remove(client, socket));
            case ABSENT ->
                current.sockets.removeUpTo(
                        client,
                        said.getSlot(),
                        said.getBootId(),
                        said.getConnection() == 0 ? Long.MAX_VALUE : said.getConnection());
            case SEEN ->
                current.sockets
                        .find(client, said.getSlot(), said.getBootId(), said.getConnection())
                        .ifPresent(socket -> current.sockets.put(client, socket.heard(record.timestamp())));
            case UNKNOWN -> {
                // an event of a later version, which means nothing to this one
            }
        }
    }

    private void open(Parts current, Record<String, SocketSession> record) {
        var client = record.key();
        var said = record.value();
        var announced = socket(current, record);
        if (current.sockets.isDead(announced) && !isFirst(said)) {
            return;
        }
        var others = current.sockets.of(client).stream()
                .filter(other -> !other.isSame(announced))
                .toList();
        var known = known(current.sockets, record, announced, others);
        var socket = known.map(announced::openedAs).orElse(announced);
        var rivals = others.stream()
                .filter(other -> !known.equals(Optional.of(other)))
                .filter(socket::isRivalOf)
                .toList();
        var envelopes = new Envelopes(current.context, record);
        if (isOvertaken(known.isPresent() || isFirst(said), socket, rivals)) {
            current.sockets.remove(client, socket);
            envelopes.toNode(Address.only(socket), takenOver());
            return;
        }
        takeOver(current, envelopes, client, rivals);
        // One of a boot that has died meanwhile comes to nothing, but its tab has left the older ones all the same.
        if (!current.sockets.isDead(announced)) {
            others.stream().filter(socket::isOnSlotAfter).forEach(earlier -> current.sockets.remove(client, earlier));
            admit(current, envelopes, socket, record);
        }
    }

    private static void admit(Parts current, Envelopes envelopes, Socket socket, Record<String, SocketSession> record) {
        current.sockets.put(record.key(), socket);
        if (record.value().getResume()) {
            resume(current, envelopes, socket, record);
        }
    }

    /// The socket's row; one of an earlier boot of its node is taken away.
    private static Optional<Socket> known(
            Sockets sockets, Record<String, SocketSession> record, Socket announced, List<Socket> others) {
        var same = sockets.find(record.key(), announced.slot(), announced.boot(), announced.connection());
        if (same.isPresent() || !record.value().getAgain()) {
            return same;
        }
        var moved = others.stream().filter(announced::isMoved).findFirst();
        moved.ifPresent(before -> sockets.remove(record.key(), before));
        return moved;
    }

    private static Socket socket(Parts current, Record<String, SocketSession> record) {
        var said = record.value();
        long at = record.timestamp();
        long offset = current.context.recordMetadata().orElseThrow().offset();
        return new Socket(said.getSlot(), said.getBootId(), said.getConnection(), said.getSession(), at, offset, at);
    }

    private static boolean isFirst(SocketSession said) {
        return said.getResume() && !said.getAgain();
    }

    /// A session is taken over only from older connections: the OPEN may be processed again after a crash, or one that
    /// was taken over may be announced again, when a newer one stands there already.
    ///
    /// @param dated whether it is known since when the socket is open
    private static boolean isOvertaken(boolean dated, Socket socket, List<Socket> rivals) {
        return rivals.stream().anyMatch(rival -> !dated || rival.isNewerThan(socket));
    }

    private static void takeOver(Parts current, Envelopes envelopes, String client, List<Socket> rivals) {
        for (var rival : rivals) {
            current.sockets.remove(client, rival);
            envelopes.toNode(Address.only(rival), takenOver());
        }
    }

    private static void resume(Parts current, Envelopes envelopes, Socket socket, Record<String, SocketSession> open) {
        var address = Address.only(socket);
        var client = open.key();
        var resume = current.log.resume(
                client, open.value().getAfter().orElse(null), open.value().getHistory(), open.timestamp());
        for (var entry : resume.entries()) {
            envelopes.toNode(
                    address,
                    entry.row().entry(),
                    current.log.position(entry.offset()),
                    current.log.position(entry.row().previous()));
        }
        envelopes.toNode(address, new SessionMark(resume.recovered(), resume.head(), false));
        current.turns.running(client).ifPresent(turn -> signs(envelopes, address, client, turn));
    }

    /// After the mark, since only then the connection is live.
    private static void signs(Envelopes envelopes, Address address, String client, RunningTurn turn) {
        turn.phase().ifPresent(phase -> envelopes.toNode(address, progress(client, turn, phase)));
        turn.textSoFar().ifPresent(piece -> envelopes.toNode(address, progress(client, turn, piece)));
    }

    private static TurnProgress progress(String client, RunningTurn turn, Object sign) {
        var id = ClientId.parse(client);
        return TurnProgress.newBuilder()
                .setTurnId(turn.turnId())
                .setClientId(client)
                .setTenant(id.tenant())
                .setChannel("web")
                .setChannelAccount(id.account())
                .setAttempt(turn.attempt())
                .setAt(Instant.ofEpochMilli(turn.heardAt()))
                .setSign(sign)
                .build();
    }

    private static SessionMark takenOver() {
        return new SessionMark(false, null, true);
    }

    private record Parts(ProcessorContext<Object, Object> context, EntryLog log, Sockets sockets, RunningTurns turns) {}
}
