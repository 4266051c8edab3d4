package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.access.Visitor;
import io.parley.ingress.ws.slot.Slot;
import io.parley.ingress.ws.socket.Progression.Verdict;
import io.parley.ingress.ws.socket.SessionPublisher.Connection;
import io.parley.ingress.ws.socket.SessionPublisher.Wants;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionMark;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One open socket: what comes by its [FrameWire] goes to the [Reception], what is to be shown goes to its [SendQueue].
final class ChatSocket implements SendQueue.Wire, Farewell.Leaver {

    static final int BAD_FRAMES = 20;
    static final int REFUSALS = 60;

    /// What the client asked for when it connected.
    record Wish(String session, @Nullable String after, int history) {}

    private final Reception reception;
    private final FrameWire wire = new FrameWire(this);
    private final Wish wish;
    private final String clientId;
    private final MessageLine line;
    private final SendQueue queue;
    private final Progression progression;
    private final Heartbeat heartbeat;
    private final Strikes badFrames = new Strikes(BAD_FRAMES);
    private final Strikes refusals = new Strikes(REFUSALS);
    private final Pings pings = new Pings();
    /// Frames of entries that came with a resume and do not follow on, by their offset, since an answer may be given
    /// twice; the mark says whether they count.
    private SortedMap<Long, String> held = Collections.emptySortedMap();
    private volatile Visitor visitor;
    private @Nullable Client client;
    private @Nullable Connection announced;
    private volatile long number;
    private volatile boolean known;
    private long announcedNanos;
    private @Nullable String wantedAfter;

    ChatSocket(Reception reception, Visitor visitor, Wish wish) {
        this.reception = reception;
        this.visitor = visitor;
        this.wish = wish;
        this.clientId = visitor.client().toString();
        this.line = reception.newLine();
        this.queue = reception.newQueue(this);
        this.progression = new Progression(wish.after(), wish.history());
        this.heartbeat = new Heartbeat(reception.now(), reception.nanos());
        this.announcedNanos = reception.nanos();
    }

    // What comes

    void opened() {
        reception.opened(this);
    }

    void received(String text) {
        reception.traffic().received(text.length());
        reception.received(this, text);
    }

    void receivedBinary() {
        reception.receivedBinary(this);
    }

    void pinged(ByteBuffer payload) {
        if (reception.mayPing(this)) {
            wire.pong(payload);
        }
    }

    void ponged() {
        heartbeat.pong();
        reception.mayPing(this);
    }

    void closed(int code) {
        queue.stop();
        reception.closed(this, code);
    }

    // What is shown

    /// Shows a frame that must arrive; a reader that is too slow is sent away.
    void show(String frame) {
        if (!queue.offer(frame)) {
            reception.traffic().tooSlow("budget");
            close(CloseCode.TOO_SLOW, "too slow, reconnect");
        }
    }

    /// Shows a frame that may be lost.
    ///
    /// @return false when it was
    boolean showSign(String frame) {
        return queue.offerSign(frame);
    }

    /// An entry that came to all sockets of the client, or only to this one for a resume.
    synchronized Verdict entry(Position position, Optional<Position> previous, long connection, String frame) {
        var verdict = connection == 0 ? progression.live(position, previous) : progression.recalled(position, previous);
        switch (verdict) {
            case SHOW -> show(frame);
            case HELD -> hold(position, frame);
            case SEEN, TOO_EARLY, GAP -> {
                // not to be shown, or not now
            }
        }
        return verdict;
    }

    private void hold(Position position, String frame) {
        if (held.isEmpty()) {
            held = new TreeMap<>();
        }
        held.put(position.getOffset(), frame);
    }

    /// The end of a resume.
    ///
    /// @return false when it lacked something: the socket has to be announced again
    synchronized boolean resumed(SessionMark mark) {
        // An answer may be given twice, after a crash: who has seen the head by then lacks nothing.
        boolean recovered = mark.getRecovered()
                || mark.getPosition().filter(progression::isSeen).isPresent();
        if (!recovered) {
            held.values().forEach(this::show);
        }
        held = Collections.emptySortedMap();
        if (!progression.resumed(mark.getPosition(), recovered)) {
            return false;
        }
        reception.traffic().resumed(recovered);
        show(reception.frames().resumed(progression.after(), recovered));
        rewindNow();
        return true;
    }

    /// Whether everything older has been shown, so that signs of life make sense.
    synchronized boolean isLive() {
        return progression.isResumed();
    }

    // Where it stands

    /// Called while the client can't change.
    void numbered(Client here, long first) {
        client = here;
        number = first;
    }

    /// Announces the socket, and asks for what it lacks. Only the first announcement takes the session over.
    synchronized void announce() {
        reception.clients().slot().ifPresent(this::announce);
    }

    private void announce(Slot slot) {
        progression.interrupted();
        held = Collections.emptySortedMap();
        announcedNanos = reception.nanos();
        announced = connection(slot);
        reception.sessions().open(announced, wants(), true, known, this::announced);
    }

    /// Who is announced again without a position may have missed what was said since the first time.
    private Wants wants() {
        var after = progression.after();
        return new Wants(after, known && after.isEmpty() ? Progression.ALL : progression.history());
    }

    /// Messages leave once the first announcement is written.
    private void announced(boolean written) {
        if (written) {
            known = true;
            line.open();
        } else if (!known) {
            line.fail();
        }
    }

    /// The client wants everything after a position, again. A resume that is under way comes to its end first: the two
    /// could not be told apart.
    synchronized void rewind(String after) {
        wantedAfter = after;
        if (progression.isResumed()) {
            rewindNow();
        }
    }

    private void rewindNow() {
        var after = wantedAfter;
        if (after != null) {
            wantedAfter = null;
            progression.rewind(after);
            announce();
        }
    }

    /// Reminds of a socket that lacks nothing, or asks again for a resume that did not come.
    synchronized void remind(long nanos) {
        if (!progression.isResumed() && nanos - announcedNanos > Caretaker.RESUME_PATIENCE.toNanos()) {
            if (!known) {
                line.fail();
            }
            announce();
        } else if (announced != null && nanos - announcedNanos > Caretaker.REMINDER.toNanos()) {
            announcedNanos = nanos;
            reception.sessions().open(announced, wants(), false, true, this::reminded);
        }
    }

    /// A reminder that was not written is due again soon.
    private synchronized void reminded(boolean written) {
        if (!written) {
            announcedNanos -= Caretaker.REMINDER.minus(Caretaker.REMIND_AGAIN).toNanos();
        }
    }

    synchronized void retire() {
        if (announced != null) {
            reception.sessions().closed(announced);
        }
    }

    private Connection connection(Slot slot) {
        return new Connection(clientId, tenant(), slot, number, wish.session(), since());
    }

    boolean isConnection(long connection) {
        return connection == 0 || connection == number;
    }

    // The wire

    @Override
    public void send(String frame, Callback callback) {
        reception.traffic().sent(frame.length());
        wire.send(frame, callback);
    }

    @Override
    public void close(int code, String reason) {
        queue.stop();
        heartbeat.closing(reception.nanos());
        wire.close(code, reason);
    }

    @Override
    public void leave(Duration after) {
        show(reception.frames().draining(after));
    }

    /// Frames wait, its resume is under way, or its client is being answered.
    @Override
    public boolean isBusy() {
        var here = client;
        return !isLive()
                || !queue.isIdle()
                || line.isBusy()
                || (here != null && here.turns().isBusy());
    }

    @Override
    public void closeAfterAll(int code, String reason) {
        queue.closeAfter(code, reason);
        heartbeat.closing(reception.nanos());
    }

    /// Sends a reader away that has taken nothing for longer than this, though something is being written.
    ///
    /// @return whether it was one
    boolean closeIfStuck(long nanos, Duration patience) {
        if (!queue.isStuck(nanos, patience)) {
            return false;
        }
        reception.traffic().tooSlow("stuck");
        close(CloseCode.TOO_SLOW, "takes nothing, reconnect");
        return true;
    }

    void ping() {
        wire.ping();
    }

    void disconnect() {
        wire.cut();
    }

    // Facts

    FrameWire wire() {
        return wire;
    }

    String clientId() {
        return clientId;
    }

    String tenant() {
        return visitor.channel().tenant();
    }

    String session() {
        return wish.session();
    }

    int connectionLimit() {
        return visitor.channel().limits().connectionsPerUser();
    }

    Visitor visitor() {
        return visitor;
    }

    void renew(Visitor renewed) {
        visitor = renewed;
    }

    Client client() {
        return Objects.requireNonNull(client, "the socket has not joined");
    }

    MessageLine line() {
        return line;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    boolean isClosing() {
        return heartbeat.isClosing();
    }

    Instant since() {
        return heartbeat.since();
    }

    Strikes badFrames() {
        return badFrames;
    }

    Strikes refusals() {
        return refusals;
    }

    Pings pings() {
        return pings;
    }
}
