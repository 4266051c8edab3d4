package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.INCARNATION;

import io.parley.schemas.Positions;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A socket of a [RandomWorld], by the rules of a reader: it shows what follows on from what it showed before, leaves
/// what comes too early to the resume, and announces itself again where something is missing.
final class WorldSocket {

    private static final int ALL = 100;

    private final RandomWorld world;
    private final WorldTab tab;
    private final WorldNode node;
    private final long number;
    private final SortedSet<Long> held = new TreeSet<>();
    private int history;
    private @Nullable Long last;
    private boolean opened;
    private boolean live;
    private int announcedSlot;
    private String announcedBoot = "";

    WorldSocket(RandomWorld world, WorldTab tab, WorldNode node) {
        this.world = world;
        this.tab = tab;
        this.node = node;
        history = world.random().nextInt(4);
        last = tab.last();
        number = node.join(this);
    }

    String client() {
        return tab.client();
    }

    String session() {
        return tab.session();
    }

    long number() {
        return number;
    }

    boolean isLive() {
        return live;
    }

    boolean isReachable() {
        return node.isAwake();
    }

    /// Whether the tab still looks at it.
    boolean isSeen() {
        return tab.isOn(this);
    }

    /// Whether a newer one of its tab stands.
    boolean isOvertaken() {
        return tab.isOpen() && !isSeen();
    }

    void announce() {
        write(opened, true);
        opened = true;
        live = false;
        held.clear();
    }

    /// Announces itself again, though nothing may be missing.
    void remind(boolean resume) {
        if (resume || !live) {
            announce();
        } else {
            write(true, false);
        }
    }

    private void write(boolean again, boolean resume) {
        announcedSlot = node.slot();
        announcedBoot = node.boot();
        world.router()
                .append(said(SessionEvent.OPEN)
                        .setAgain(again)
                        .setResume(resume)
                        .setAfter(last == null ? null : Positions.format(new Position(INCARNATION, last)))
                        .setHistory(again && last == null ? ALL : history)
                        .build());
    }

    private SocketSession.Builder said(SessionEvent event) {
        return RoutingFixture.session(client(), announcedSlot, announcedBoot, number, event)
                .setSession(session());
    }

    /// The connection is lost or closed.
    ///
    /// @param noticed whether the node could still say so
    void end(boolean noticed) {
        vanish();
        if (noticed) {
            world.router().append(said(SessionEvent.CLOSE).build());
        }
    }

    void vanish() {
        node.sockets().remove(this);
        tab.lost(this);
    }

    /// The client asks for everything after an older position.
    void rewind() {
        var back = live && isSeen() ? tab.forget() : null;
        if (back != null) {
            last = back;
            announce();
        }
    }

    void read(Outbound outbound) {
        switch (outbound.getPayload()) {
            case SessionMark mark when mark.getTakenOver() -> takenOver();
            case SessionMark mark -> mark(mark);
            case AgentReply entry -> entry(outbound);
            default -> world.violation("unexpected: " + outbound);
        }
    }

    private void takenOver() {
        if (isSeen()) {
            world.violation(this + " was taken over by nobody");
        }
        end(true);
    }

    private void mark(SessionMark mark) {
        long head = mark.getPosition().map(Position::getOffset).orElse(-1L);
        // Where nothing newer is known, nothing is missing: the same answer, given twice after a crash.
        boolean atHead = last != null && head >= 0 && head <= last;
        if (!mark.getRecovered() && !atHead) {
            beginAnew();
        } else if (last != null && head > last) {
            held.clear();
            announce();
            return;
        }
        held.clear();
        if (last == null ? head >= 0 : head > last) {
            last = head;
        }
        history = last == null ? ALL : history;
        live = true;
        if (isSeen()) {
            tab.live(head);
        }
    }

    private void beginAnew() {
        if (isSeen()) {
            tab.beginAnew();
        }
        held.forEach(this::show);
    }

    /// An answer to an announcement may be repeated after a crash, and be another by then: it, too, must follow on.
    private void entry(Outbound outbound) {
        long offset = outbound.getPosition().orElseThrow().getOffset();
        long previous = outbound.getPrevious().map(Position::getOffset).orElse(-1L);
        checkPrevious(offset, previous);
        if (last != null && offset <= last) {
            return;
        }
        boolean recalled = outbound.getConnection() != 0;
        long place = last == null ? -1 : last;
        boolean follows = recalled ? last == null || previous <= place : previous == place;
        if (follows) {
            show(offset);
        } else if (live) {
            announce();
        } else if (recalled) {
            held.add(offset);
        }
    }

    private void show(long offset) {
        last = offset;
        if (isSeen()) {
            tab.see(offset);
        }
    }

    private void checkPrevious(long offset, long previous) {
        var log = world.log(client());
        int index = log.indexOf(offset);
        long wanted = index <= 0 ? -1 : log.get(index - 1);
        if (index < 0 || previous != wanted) {
            world.violation("%d after %d instead of %d".formatted(offset, previous, wanted));
        }
    }

    @Override
    public String toString() {
        return "socket %d on slot %d of %s".formatted(number, node.slot(), tab);
    }
}
