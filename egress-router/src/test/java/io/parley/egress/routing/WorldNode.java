package io.parley.egress.routing;

import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SessionEvent;
import java.util.ArrayList;
import java.util.List;

/// A node of a [RandomWorld]. Asleep for long, it loses its slot and does not know it: a zombie, until it claims
/// another.
final class WorldNode {

    private final RandomWorld world;
    private final List<WorldSocket> sockets = new ArrayList<>();
    private int slot;
    private String boot = "";
    private int place;
    private long highest;
    private boolean asleep;
    private boolean zombie;

    WorldNode(RandomWorld world, int slot) {
        this.world = world;
        claim(slot);
    }

    int slot() {
        return slot;
    }

    String boot() {
        return boot;
    }

    boolean isAwake() {
        return !asleep;
    }

    /// Whether its slot is lost, though it may not know.
    boolean isZombie() {
        return zombie;
    }

    List<WorldSocket> sockets() {
        return sockets;
    }

    /// Takes a slot under a new boot: what stands in its partition is for others. Everybody is announced.
    void claim(int free) {
        slot = free;
        boot = "boot-" + free + "-" + world.nextNumber();
        asleep = false;
        zombie = false;
        place = world.router().partition(slot).end();
        world.router().append(slot, boot, NodeEvent.CLAIM);
        sockets.forEach(WorldSocket::announce);
    }

    void heartbeat() {
        world.router().append(slot, boot, NodeEvent.HEARTBEAT);
    }

    void sleep() {
        asleep = true;
        zombie = true;
    }

    /// It finds that tabs which could not wait have closed their sockets.
    void wake() {
        asleep = false;
        sockets.stream().filter(socket -> !socket.isSeen()).toList().forEach(socket -> socket.end(true));
    }

    /// It dies without a word.
    void die() {
        sleep();
        List.copyOf(sockets).forEach(WorldSocket::vanish);
    }

    /// Lets a socket in; older ones of its session on this node are sent away.
    long join(WorldSocket socket) {
        sockets.stream()
                .filter(older -> older.session().equals(socket.session()))
                .toList()
                .forEach(older -> older.end(true));
        sockets.add(socket);
        highest = world.nextNumber();
        return highest;
    }

    void read(int count) {
        var partition = world.router().partition(slot);
        for (int i = 0; i < count && !asleep && place < partition.end(); i++) {
            var outbound = partition.read(place++);
            if (outbound.getBootId().equals(boot)) {
                deliver(outbound);
            }
        }
    }

    private void deliver(Outbound outbound) {
        var client = outbound.getClientId();
        var here = sockets.stream()
                .filter(socket -> socket.client().equals(client))
                .toList();
        if (here.isEmpty() && outbound.getConnection() == 0) {
            world.router()
                    .append(RoutingFixture.session(client, slot, boot, highest, SessionEvent.ABSENT)
                            .build());
        }
        here.stream()
                .filter(socket -> outbound.getConnection() == 0 || socket.number() == outbound.getConnection())
                .forEach(socket -> socket.read(outbound));
    }
}
