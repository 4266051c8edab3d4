package io.parley.egress.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tab of a [RandomWorld] as its browser knows it, over all its connections: what it was shown, in the order of
/// sight. It drops nothing, so that whatever is shown twice or out of order is seen.
final class WorldTab {

    private final RandomWorld world;
    private final String client;
    private final String session;
    private final List<Long> shown = new ArrayList<>();
    private @Nullable WorldSocket socket;
    private @Nullable Long last;
    private long received;

    /// It has seen, or was not promised, everything up to here; unknown until the first word or mark.
    private long from = Long.MAX_VALUE;

    WorldTab(RandomWorld world, String client) {
        this.world = world;
        this.client = client;
        session = "tab" + world.nextNumber();
    }

    String client() {
        return client;
    }

    String session() {
        return session;
    }

    @Nullable
    Long last() {
        return last;
    }

    long received() {
        return received;
    }

    boolean isOpen() {
        return socket != null;
    }

    boolean isOn(WorldSocket which) {
        return socket == which;
    }

    void connect(WorldNode node) {
        if (last == null) {
            from = Long.MAX_VALUE;
        }
        socket = null;
        var opened = new WorldSocket(world, this, node);
        socket = opened;
        opened.announce();
    }

    void lost(WorldSocket which) {
        if (socket == which) {
            socket = null;
        }
    }

    void see(long offset) {
        if (last != null && offset <= last) {
            world.violation("%s was shown %d after %d".formatted(this, offset, last));
        }
        if (from == Long.MAX_VALUE) {
            from = offset - 1;
        }
        shown.add(offset);
        received++;
        last = offset;
    }

    /// Everything up to the head has been shown, as the node says.
    void live(long head) {
        if (from == Long.MAX_VALUE) {
            from = head;
        }
        if (last == null && head >= 0) {
            last = head;
        }
    }

    /// What it lacks is no longer to be had: the history that comes now is a new beginning.
    void beginAnew() {
        if (last == null || !world.mayLack(client, last)) {
            world.violation(
                    "%s could not go on from %d, which nothing has followed that is gone".formatted(this, last));
        }
        shown.clear();
        last = null;
        from = Long.MAX_VALUE;
    }

    /// The user scrolls back: from now on everything after an older entry is to be shown again.
    @Nullable
    Long forget() {
        if (shown.size() < 2) {
            return null;
        }
        int keep = 1 + world.random().nextInt(shown.size() - 1);
        shown.subList(keep, shown.size()).clear();
        last = shown.getLast();
        return last;
    }

    void check() {
        var wanted = world.log(client).stream().filter(offset -> offset > from).toList();
        if (socket != null && !socket.isLive()) {
            world.violation(this + " never came up to date");
        }
        var due = socket == null ? wanted.subList(0, Math.min(wanted.size(), shown.size())) : wanted;
        if (!shown.equals(due)) {
            world.violation("%s was shown %s instead of %s".formatted(this, shown, due));
        }
    }

    @Override
    public String toString() {
        return "%s of %s from %d".formatted(session, client, from);
    }
}
