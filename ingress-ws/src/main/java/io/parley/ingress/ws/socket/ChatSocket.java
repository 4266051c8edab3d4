package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.access.Visitor;
import io.parley.ingress.ws.slot.Slot;
import io.parley.ingress.ws.socket.SessionPublisher.Connection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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
    private final CatchUp catchUp;
    private final Heartbeat heartbeat;
    private final Strikes badFrames = new Strikes(BAD_FRAMES);
    private final Strikes refusals = new Strikes(REFUSALS);
    private final Pings pings = new Pings();
    private volatile Visitor visitor;
    private @Nullable Client client;
    private volatile long number;

    ChatSocket(Reception reception, Visitor visitor, Wish wish) {
        this.reception = reception;
        this.visitor = visitor;
        this.wish = wish;
        this.clientId = visitor.client().toString();
        this.line = reception.newLine();
        this.queue = reception.newQueue(this);
        this.catchUp = new CatchUp(this, reception, new Progression(wish.after(), wish.history()));
        this.heartbeat = new Heartbeat(reception.now(), reception.nanos());
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

    // Where it stands

    /// Called while the client can't change.
    void numbered(Client here, long first) {
        client = here;
        number = first;
    }

    Connection connection(Slot slot) {
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
        return !catchUp.isDone()
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

    CatchUp catchUp() {
        return catchUp;
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
