package io.parley.ingress.ws;

import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.Phase;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.avro.TurnEnding;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The test in the router's place, for one client.
final class Router {

    private static final String INCARNATION = "inc";

    private final Installed installed;
    private final String clientId;

    Router(Installed installed, String clientId) {
        this.installed = installed;
        this.clientId = clientId;
    }

    /// The events of the client so far.
    List<SocketSession> events(SessionEvent kind) {
        return installed.sessions(clientId).stream()
                .filter(session -> session.getEvent() == kind)
                .toList();
    }

    SocketSession awaitEvent(SessionEvent kind, int number) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(() -> events(kind).size() >= number);
        return events(kind).get(number - 1);
    }

    /// Waits for a connection's first announcement and says that it lacks nothing.
    SocketSession resume(int number) throws Exception {
        var open = awaitEvent(SessionEvent.OPEN, number);
        mark(open, null);
        return open;
    }

    void mark(SocketSession to, @Nullable Long head) throws Exception {
        installed.route(outbound(to, to.getConnection())
                .setPayload(new SessionMark(true, head == null ? null : position(head), false))
                .build());
    }

    /// The end of a resume that could not go on from where it was asked for: what it brought is fresh history.
    void fresh(SocketSession to, long head) throws Exception {
        installed.route(outbound(to, to.getConnection())
                .setPayload(new SessionMark(false, position(head), false))
                .build());
    }

    void takenOver(SocketSession to) throws Exception {
        installed.route(outbound(to, to.getConnection())
                .setPayload(new SessionMark(false, null, true))
                .build());
    }

    void live(SocketSession to, long offset, @Nullable Long previous, String content) throws Exception {
        entry(to, 0, offset, previous, reply(content, null));
    }

    void recalled(SocketSession to, long offset, @Nullable Long previous, String content) throws Exception {
        entry(to, to.getConnection(), offset, previous, reply(content, null));
    }

    void lastOfTurn(SocketSession to, long offset, @Nullable Long previous, String turn) throws Exception {
        entry(to, 0, offset, previous, reply("done", turn));
    }

    void phase(SocketSession to, String turn, Phase phase) throws Exception {
        sign(to, turn, new PhaseSign(phase, null, null, null));
    }

    void delta(SocketSession to, String turn, String text) throws Exception {
        sign(to, turn, new DeltaSign(0, 0, text));
    }

    static Position position(long offset) {
        return new Position(INCARNATION, offset);
    }

    private void sign(SocketSession to, String turn, Object sign) throws Exception {
        installed.route(outbound(to, 0)
                .setPayload(TurnProgress.newBuilder()
                        .setTurnId(turn)
                        .setClientId(clientId)
                        .setTenant(to.getTenant())
                        .setChannel("web")
                        .setChannelAccount("web")
                        .setAttempt(1)
                        .setAt(Instant.EPOCH)
                        .setSign(sign)
                        .build())
                .build());
    }

    private void entry(SocketSession to, long connection, long offset, @Nullable Long previous, AgentReply entry)
            throws Exception {
        installed.route(outbound(to, connection)
                .setPosition(position(offset))
                .setPrevious(previous == null ? null : position(previous))
                .setPayload(entry)
                .build());
    }

    private AgentReply reply(String content, @Nullable String turn) {
        return AgentReply.newBuilder()
                .setReplyId("r-" + content.hashCode())
                .setClientId(clientId)
                .setTenant("shoes")
                .setChannel("web")
                .setChannelAccount("web")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(content)
                .setTurnId(turn)
                .setEnding(turn == null ? null : new TurnEnding(Outcome.ANSWERED, null, 5L, 1L, 2L, 0))
                .setCreatedAt(Instant.EPOCH)
                .build();
    }

    private Outbound.Builder outbound(SocketSession to, long connection) {
        return Outbound.newBuilder()
                .setClientId(clientId)
                .setTenant(to.getTenant())
                .setChannel("web")
                .setChannelAccount("web")
                .setSlot(to.getSlot())
                .setBootId(to.getBootId())
                .setConnection(connection);
    }
}
