package io.parley.bench.sockets;

import io.parley.bench.load.Clients;
import io.parley.bench.load.Completeness;
import io.parley.bench.load.Talk;
import io.parley.bench.measure.Quantiles;
import io.parley.bench.system.SocketFleet;
import io.parley.bench.system.WsNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Clients are on all nodes; some of these, or all, are stopped with SIGTERM and started again, one after the other,
/// while something is said to the clients.
final class RollingRestart {

    private static final int NETWORK = 42;
    private static final int LIVE_SECONDS = 60;
    private static final String PREFIX = "roll-";

    private final SocketFleet fleet;
    private final List<WsNode> restarted;
    private final Consumer<String> progress;

    RollingRestart(SocketFleet fleet, List<WsNode> restarted, Consumer<String> progress) {
        this.fleet = fleet;
        this.restarted = List.copyOf(restarted);
        this.progress = progress;
    }

    /// @param nodes how many were started again
    /// @param moves times that a client lost its socket and was live again
    /// @param waits from the writing of an entry to its client
    record Report(int sockets, int nodes, int moves, double seconds, Quantiles waits, Completeness completeness) {

        String text() {
            return "%d nodes with %d sockets started again one by one in %.0f s, %d moves%n"
                            .formatted(nodes, sockets, seconds, moves)
                    + "wait for words that were ready: " + waits.text() + "\n"
                    + completeness.text();
        }
    }

    Report run(int sockets, double rate, Path folder) throws IOException, InterruptedException {
        int each = sockets / fleet.nodes().size();
        int all = each * fleet.nodes().size();
        try (var clients = new Clients(
                        PREFIX,
                        NETWORK,
                        fleet.ports(),
                        DrainCommand.REJOIN_MILLIS,
                        Clients.processesFor(sockets),
                        folder);
                var talk = new Talk(fleet, PREFIX, all, DrainCommand.ENTRY_LENGTH)) {
            for (int node = 0; node < fleet.nodes().size(); node++) {
                clients.open(each, node);
                progress.accept(fleet.nodes().get(node).name() + " holds " + each);
            }
            clients.greet(talk);
            talk.start(rate);
            Thread.sleep(DrainCommand.BEFORE_MILLIS);
            clients.reset();
            long start = System.nanoTime();
            restart(clients);
            double seconds = (System.nanoTime() - start) / 1e9;
            talk.stop();
            var completeness = clients.completeness(talk);
            var tally = clients.tell();
            return new Report(all, restarted.size(), tally.backs(), seconds, Quantiles.of(tally.waits()), completeness);
        }
    }

    private void restart(Clients clients) throws IOException, InterruptedException {
        for (var node : restarted) {
            progress.accept(node.name() + " is stopped and started again");
            node.stop();
            node.start();
            node.awaitReady();
            clients.awaitLive(LIVE_SECONDS);
        }
    }
}
