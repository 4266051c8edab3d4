package io.parley.bench.sockets;

import static java.util.stream.Collectors.joining;

import io.parley.bench.load.Clients;
import io.parley.bench.load.Completeness;
import io.parley.bench.load.Talk;
import io.parley.bench.measure.Aim;
import io.parley.bench.measure.Quantiles;
import io.parley.bench.system.SocketFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// All clients are on one node, which is drained while something is said to them; they know one other node.
final class Move {

    private static final int NETWORK = 40;
    private static final int PATIENCE_SECONDS = 180;
    private static final int NEWS_SECONDS = 5;
    private static final int REHEARSAL_NETWORK = 44;
    private static final String PREFIX = "move-";

    private final SocketFleet fleet;
    private final Consumer<String> progress;

    Move(SocketFleet fleet, Consumer<String> progress) {
        this.fleet = fleet;
        this.progress = progress;
    }

    /// @param moved clients that are resumed on the other node
    /// @param seconds from the request to drain until the last of them was
    /// @param waits from the writing of an entry to its client
    /// @param absences from leaving the one node to `resumed` on the other
    record Report(
            int sockets, int moved, double seconds, Quantiles waits, Quantiles absences, Completeness completeness) {

        private static final double PROMISED_SECONDS = 30;
        private static final double PROMISED_WAIT_SECONDS = 5;

        boolean isWhole() {
            return moved == sockets && completeness.isWhole();
        }

        List<Aim> aims() {
            return List.of(
                    new Aim("seconds until all had moved", seconds, PROMISED_SECONDS),
                    new Aim("longest wait for words that were ready, s", waits.max() / 1_000, PROMISED_WAIT_SECONDS));
        }

        String text() {
            return "%d of %d sockets moved in %.1f s%n".formatted(moved, sockets, seconds)
                    + "wait for words that were ready: " + waits.text() + "\n"
                    + "without a socket: " + absences.text() + "\n"
                    + aims().stream().map(Aim::text).collect(joining())
                    + completeness.text();
        }
    }

    Report run(int sockets, double rate, Path folder) throws IOException, InterruptedException {
        var ports = List.copyOf(fleet.ports().subList(0, 2));
        try (var clients = new Clients(
                        PREFIX, NETWORK, ports, DrainCommand.REJOIN_MILLIS, Clients.processesFor(sockets), folder);
                var talk = new Talk(fleet, PREFIX, sockets, DrainCommand.ENTRY_LENGTH)) {
            progress.accept("opening %d sockets on the first node".formatted(sockets));
            clients.open(sockets, 0);
            clients.greet(talk);
            progress.accept("the first node is drained");
            talk.start(rate);
            Thread.sleep(DrainCommand.BEFORE_MILLIS);
            clients.reset();
            long start = System.nanoTime();
            fleet.nodes().getFirst().drain();
            int moved = moved(clients, sockets, start);
            double seconds = (System.nanoTime() - start) / 1e9;
            talk.stop();
            var completeness = clients.completeness(talk);
            var tally = clients.tell();
            return new Report(
                    sockets, moved, seconds, Quantiles.of(tally.waits()), Quantiles.of(tally.absences()), completeness);
        }
    }

    /// A smaller move from the third node to the same one, so that nodes and router have been at work when it counts.
    void rehearse(int sockets, Path folder) throws IOException, InterruptedException {
        progress.accept("a rehearsal with %d sockets".formatted(sockets));
        var ports = List.of(fleet.ports().get(2), fleet.ports().get(1));
        try (var clients = new Clients("rehearsal-", REHEARSAL_NETWORK, ports, DrainCommand.REJOIN_MILLIS, 1, folder)) {
            clients.open(sockets, 0);
            clients.reset();
            fleet.nodes().get(2).drain();
            clients.awaitBack(sockets, PATIENCE_SECONDS);
        }
    }

    private int moved(Clients clients, int sockets, long start) throws IOException, InterruptedException {
        while (true) {
            int moved = clients.awaitBack(sockets, NEWS_SECONDS).backs();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (moved >= sockets || seconds > PATIENCE_SECONDS) {
                return moved;
            }
            progress.accept("%d have moved after %.0f s".formatted(moved, seconds));
        }
    }
}
