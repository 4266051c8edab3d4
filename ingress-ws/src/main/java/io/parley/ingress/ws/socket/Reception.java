package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.access.Admission;
import io.parley.ingress.ws.frame.ClientFrame;
import io.parley.ingress.ws.frame.ClientFrame.Message;
import io.parley.ingress.ws.frame.ClientFrameReader;
import io.parley.ingress.ws.frame.ErrorCode;
import io.parley.ingress.ws.frame.ServerFrames;
import io.parley.ingress.ws.frame.ServerFrames.Greeting;
import io.parley.ingress.ws.limit.Allowances;
import io.parley.ingress.ws.limit.Allowances.Wait;
import io.parley.schemas.avro.IncomingKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/// Decides what becomes of a client's frames.
final class Reception {

    /// Who does the work.
    ///
    /// @param executor for what may block for a moment
    record Staff(
            Clients clients,
            Admission admission,
            Allowances allowances,
            MessagePublisher messages,
            SessionPublisher sessions,
            Traffic traffic,
            Executor executor,
            Backlog backlog,
            ReconnectWindow window) {}

    private final Staff staff;
    private final ClientFrameReader reader =
            new ClientFrameReader(() -> UUID.randomUUID().toString());
    private final ServerFrames frames;
    private final Records records;
    private final String node;
    private final Clock clock;

    Reception(Staff staff, String node, Clock clock) {
        this.staff = staff;
        this.frames = new ServerFrames(clock);
        this.records = new Records(clock);
        this.node = node;
        this.clock = clock;
    }

    void opened(ChatSocket socket) {
        var visitor = socket.visitor();
        socket.show(frames.connected(new Greeting(
                visitor.userId(),
                socket.clientId(),
                socket.session(),
                node,
                Heartbeat.INTERVAL,
                staff.window().now())));
        var older = staff.clients().join(socket);
        if (older.isEmpty() || !staff.allowances().enter(visitor.party())) {
            staff.clients().leave(socket);
            socket.closeAfterAll(CloseCode.TOO_SLOW, "too many connections");
            return;
        }
        staff.traffic().opened(socket.tenant());
        older.get().forEach(other -> other.close(CloseCode.TAKEN_OVER, "taken over by a newer connection"));
        socket.catchUp().announce();
        if (staff.clients().isDraining()) {
            socket.closeAfterAll(CloseCode.RESTART, "restart");
        }
    }

    void closed(ChatSocket socket, int code) {
        staff.traffic().closed(code);
        if (staff.clients().leave(socket)) {
            staff.allowances().leave(socket.visitor().party());
            socket.catchUp().retire();
        }
    }

    void receivedBinary(ChatSocket socket) {
        bad(socket, "frames are text", Optional.empty());
    }

    void received(ChatSocket socket, String text) {
        switch (reader.read(text)) {
            case Message message -> message(socket, message);
            case ClientFrame.Typing() -> typing(socket);
            case ClientFrame.Cancel(var id) -> cancel(socket, id);
            case ClientFrame.Ping() ->
                ifAllowed(socket, () -> socket.show(frames.pong(staff.window().now())));
            case ClientFrame.GetStatus() -> ifAllowed(socket, () -> status(socket));
            case ClientFrame.Resume(var after) ->
                ifAllowed(socket, () -> socket.catchUp().rewind(after));
            case ClientFrame.Refresh(var token) -> ifAllowed(socket, () -> refresh(socket, token));
            case ClientFrame.TooLong(var id) -> ifAllowed(socket, () -> tooLong(socket, id));
            case ClientFrame.Bad(var reason, var id) -> bad(socket, reason, id);
        }
    }

    private void message(ChatSocket socket, Message message) {
        var visitor = socket.visitor();
        var wait = staff.allowances().message(visitor.party());
        if (wait.isPresent()) {
            tooFast(socket, Optional.of(message.id()), wait.get());
            return;
        }
        var record = records.message(visitor, message);
        socket.line().offer(new MessageLine.Item(record, written -> {
            if (written) {
                staff.traffic().messageIn(record.getTenant());
                socket.show(frames.accepted(message.id(), record.getMessageId()));
            } else {
                unavailable(socket, Optional.of(message.id()));
            }
        }));
    }

    private void cancel(ChatSocket socket, Optional<String> id) {
        ifAllowed(socket, () -> {
            var record = records.sign(
                    socket.visitor(), IncomingKind.CANCEL, UUID.randomUUID().toString());
            socket.line().offer(new MessageLine.Item(record, written -> {
                if (!written) {
                    unavailable(socket, id);
                }
            }));
        });
    }

    /// A sign that the client is writing is dropped rather than refused.
    private void typing(ChatSocket socket) {
        if (staff.allowances().sign(socket.visitor().party()).isPresent()) {
            refused(socket);
        } else {
            var record = records.sign(
                    socket.visitor(), IncomingKind.TYPING, UUID.randomUUID().toString());
            socket.line().offer(new MessageLine.Item(record, written -> {}));
        }
    }

    private void status(ChatSocket socket) {
        var turns = socket.client().turns();
        socket.show(frames.status(socket.since(), socket.client().sockets().size(), turns.latest(), turns.waiting()));
    }

    private void refresh(ChatSocket socket, String token) {
        staff.admission()
                .refresh(socket.visitor(), token)
                .ifPresentOrElse(
                        socket::renew,
                        () -> socket.show(frames.error(
                                ErrorCode.TOKEN_REFUSED,
                                "the token is not a valid one of this user",
                                Optional.empty())));
    }

    private void ifAllowed(ChatSocket socket, Runnable action) {
        staff.allowances()
                .sign(socket.visitor().party())
                .ifPresentOrElse(wait -> tooFast(socket, Optional.empty(), new Wait(wait, true)), action);
    }

    /// Nobody is sent away for what others did.
    private void tooFast(ChatSocket socket, Optional<String> id, Wait wait) {
        staff.traffic().rateLimited();
        socket.show(frames.rateLimited(id, wait.time()));
        if (wait.own()) {
            refused(socket);
        }
    }

    /// Counts a ping, or a pong.
    ///
    /// @return whether to answer it; too many end the socket
    boolean mayPing(ChatSocket socket) {
        if (!socket.isClosing() && socket.pings().add(nanos())) {
            socket.closeAfterAll(CloseCode.TOO_FAST, "too many pings");
        }
        return !socket.isClosing();
    }

    private void refused(ChatSocket socket) {
        if (!socket.isClosing() && socket.refusals().add(nanos())) {
            socket.closeAfterAll(CloseCode.TOO_FAST, "too fast for too long");
        }
    }

    private void bad(ChatSocket socket, String reason, Optional<String> id) {
        staff.traffic().badFrame();
        socket.show(frames.error(ErrorCode.INVALID_FRAME, reason, id));
        if (socket.badFrames().add(nanos())) {
            socket.closeAfterAll(CloseCode.BAD_FRAMES, "too many bad frames");
        }
    }

    private void tooLong(ChatSocket socket, Optional<String> id) {
        socket.show(frames.error(ErrorCode.TEXT_TOO_LONG, "a text has at most 8,000 characters", id));
    }

    private void unavailable(ChatSocket socket, Optional<String> id) {
        staff.traffic().unavailable();
        socket.show(frames.error(ErrorCode.UNAVAILABLE, "not accepted, send it again", id));
    }

    MessageLine newLine() {
        return new MessageLine(staff.messages()::publish, staff.executor());
    }

    SendQueue newQueue(SendQueue.Wire wire) {
        return new SendQueue(wire, staff.backlog(), this::nanos);
    }

    Traffic traffic() {
        return staff.traffic();
    }

    ServerFrames frames() {
        return frames;
    }

    Clients clients() {
        return staff.clients();
    }

    SessionPublisher sessions() {
        return staff.sessions();
    }

    Instant now() {
        return clock.instant();
    }

    long nanos() {
        return System.nanoTime();
    }
}
