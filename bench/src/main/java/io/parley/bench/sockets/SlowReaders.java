package io.parley.bench.sockets;

import io.parley.bench.load.Clients;
import io.parley.bench.load.Talk;
import io.parley.bench.measure.ProcessMemory;
import io.parley.bench.measure.Quantiles;
import io.parley.bench.sockets.SlowReadersReport.Block;
import io.parley.bench.sockets.SlowReadersReport.Neighbours;
import io.parley.bench.system.SocketFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Blocks of one run on one node: readers alone, beside as many other readers, beside as many that never read. The
/// neighbours are other clients in each block, in a load process of their own, and get long entries.
final class SlowReaders {

    private static final int NETWORK = 50;
    private static final int REJOIN_MILLIS = 1_000;
    private static final int ENTRY_LENGTH = 200;
    private static final int MEGABYTE = 1024 * 1024;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final SocketFleet fleet;
    private final Plan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private int neighbourhoods;

    /// Those whose waits are measured, and what is said to them.
    private record Readers(Clients clients, Talk talk) {}

    /// @param readers clients whose waits are measured
    /// @param neighbours the others
    /// @param rate entries a second to the readers
    /// @param neighbourRate entries a second to the others
    /// @param neighbourLength characters of each of these
    /// @param fill entries to each of the others before the block begins
    /// @param pause between these and the block, and longer where Kafka and the router are not through with them
    record Plan(
            int readers,
            int neighbours,
            double rate,
            double neighbourRate,
            int neighbourLength,
            int fill,
            int pairs,
            Duration block,
            Duration pause) {}

    SlowReaders(SocketFleet fleet, Plan plan, Path folder, Consumer<String> progress) {
        this.fleet = fleet;
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    SlowReadersReport run() throws IOException, InterruptedException {
        try (var readers = new Clients("reader-", NETWORK, fleet.ports(), REJOIN_MILLIS, 1, folder);
                var talk = new Talk(fleet, "reader-", plan.readers(), ENTRY_LENGTH)) {
            readers.open(plan.readers(), 0);
            readers.greet(talk);
            talk.start(plan.rate());
            var measured = new Readers(readers, talk);
            List<Block> blocks = new ArrayList<>();
            if (plan.pairs() > 1) {
                block(measured, Neighbours.READING); // what is measured first must not be what is compiled first
            }
            for (int pair = 0; pair < plan.pairs(); pair++) {
                for (var neighbours : order(pair)) {
                    blocks.add(block(measured, neighbours));
                    progress.accept(blocks.getLast().text());
                }
            }
            talk.stop();
            return SlowReadersReport.of(plan.readers(), plan.neighbours(), blocks, readers.completeness(talk));
        }
    }

    private static List<Neighbours> order(int pair) {
        var order = List.of(Neighbours.values());
        return pair % 2 == 0 ? order : order.reversed();
    }

    private Block block(Readers readers, Neighbours kind) throws IOException, InterruptedException {
        if (kind == Neighbours.NONE) {
            readers.clients().awaitPromptWords(readers.talk());
            return measured(readers.clients(), kind);
        }
        var prefix = "neighbour-" + ++neighbourhoods + "-";
        try (var clients = new Clients(prefix, NETWORK + neighbourhoods, fleet.ports(), REJOIN_MILLIS, 1, folder);
                var talk = new Talk(fleet, prefix, plan.neighbours(), plan.neighbourLength())) {
            if (kind == Neighbours.READING) {
                clients.open(plan.neighbours(), 0);
            } else {
                clients.openStuck(plan.neighbours(), 0);
            }
            for (int i = 0; i < plan.fill(); i++) {
                talk.sayToAll(0, plan.neighbours());
            }
            talk.start(plan.neighbourRate());
            Thread.sleep(plan.pause());
            readers.clients().awaitPromptWords(readers.talk());
            var block = measured(readers.clients(), kind);
            talk.stop();
            return block;
        }
    }

    private Block measured(Clients readers, Neighbours kind) throws IOException, InterruptedException {
        readers.reset();
        long end = System.nanoTime() + plan.block().toNanos();
        long most = 0;
        while (System.nanoTime() < end) {
            most = Math.max(
                    most, ProcessMemory.resident(fleet.nodes().getFirst().handle()));
            Thread.sleep(LOOK);
        }
        var tally = readers.tell();
        return new Block(kind, Quantiles.of(tally.waits()), most / (double) MEGABYTE);
    }
}
