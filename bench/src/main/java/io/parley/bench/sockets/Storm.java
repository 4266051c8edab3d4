package io.parley.bench.sockets;

import io.parley.bench.load.Clients;
import io.parley.bench.load.Talk;
import io.parley.bench.measure.Quantiles;
import io.parley.bench.system.RouterReads;
import io.parley.bench.system.SocketFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// All nodes of a fleet hold as many clients; the first one is killed, and something is said to a few of its clients
/// before they are back.
final class Storm {

    private static final int NETWORK = 30;
    private static final int PATIENCE_SECONDS = 180;
    private static final int ENTRY_LENGTH = 200;
    private static final String PREFIX = "storm-";

    private final SocketFleet fleet;
    private final Consumer<String> progress;

    Storm(SocketFleet fleet, Consumer<String> progress) {
        this.fleet = fleet;
        this.progress = progress;
    }

    /// What to do.
    ///
    /// @param each clients of a node
    /// @param missing how many of the killed node's miss an entry
    /// @param windowMillis within which a client comes back the first time
    record Plan(int each, int missing, int windowMillis) {}

    StormReport run(Plan plan, Path folder) throws IOException, InterruptedException {
        int all = plan.each() * fleet.nodes().size();
        try (var clients = new Clients(PREFIX, NETWORK, fleet.ports(), plan.windowMillis(), 1, folder);
                var talk = new Talk(fleet, PREFIX, all, ENTRY_LENGTH)) {
            for (int node = 0; node < fleet.nodes().size(); node++) {
                clients.open(plan.each(), node);
                progress.accept(fleet.nodes().get(node).name() + " holds " + plan.each());
            }
            clients.greet(talk);
            return storm(plan, clients, talk);
        }
    }

    private StormReport storm(Plan plan, Clients clients, Talk talk) throws IOException, InterruptedException {
        var reads = RouterReads.of(fleet);
        long before = reads.count();
        clients.reset();
        progress.accept("the first node is killed");
        fleet.nodes().getFirst().kill();
        talk.sayToAll(0, plan.missing());
        clients.awaitBack(plan.each(), PATIENCE_SECONDS);
        var completeness = clients.completeness(talk);
        var tally = clients.tell();
        return new StormReport(
                plan.each(),
                tally.backs(),
                plan.missing(),
                tally.entries() - plan.missing(),
                Quantiles.of(tally.backTimes()),
                Quantiles.of(tally.absences()),
                tally.refusals(),
                before < 0 ? null : reads.count() - before,
                completeness);
    }
}
