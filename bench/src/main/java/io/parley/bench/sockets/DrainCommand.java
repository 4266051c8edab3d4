package io.parley.bench.sockets;

import io.parley.bench.load.Generator;
import io.parley.bench.system.Output;
import io.parley.bench.system.SocketFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./parley bench drain`.
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "All sockets of one node are moved to another by POST /admin/drain while entries flow (promised:"
                + " within 30 s, and nobody waits more than 5 s for words that were ready); then three nodes are"
                + " stopped with SIGTERM and started again, one by one, under the same load. Fails unless every client"
                + " got all of its entries, once and in order.")
public final class DrainCommand implements Callable<Integer> {

    /// Within which a client comes back that was not told when, as clients/js does.
    static final int REJOIN_MILLIS = 1_000;

    /// Characters of an entry's words.
    static final int ENTRY_LENGTH = 200;

    /// How long entries have flowed before anything happens.
    static final long BEFORE_MILLIS = 2_000;

    private static final int NODES = 3;
    private static final int REHEARSED = 5_000;

    @Option(names = "--sockets", defaultValue = "18000", description = "Sockets that move (${DEFAULT-VALUE}).")
    private int sockets;

    @Option(
            names = "--restart-sockets",
            defaultValue = "9000",
            description = "Sockets of all nodes while these are started again (${DEFAULT-VALUE}); 0 leaves that out.")
    private int restartSockets;

    @Option(names = "--rate", defaultValue = "100", description = "Entries a second meanwhile (${DEFAULT-VALUE}).")
    private int rate;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Experiment experiment = new Experiment();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (sockets > Generator.MOST || restartSockets > Generator.MOST || sockets < 1 || rate < 1) {
            throw output.misuse("%d sockets at most".formatted(Generator.MOST));
        }
        return experiment.run(NODES, Math.max(sockets, restartSockets), output, this::measured);
    }

    private DrainReport measured(SocketFleet fleet, Path folder) throws IOException, InterruptedException {
        var mover = new Move(fleet, output::progress);
        mover.rehearse(Math.min(sockets, REHEARSED), folder);
        var move = mover.run(sockets, rate, folder);
        output.progress(move.text());
        if (restartSockets == 0) {
            return new DrainReport(move, null);
        }
        for (var drained : List.of(fleet.nodes().getFirst(), fleet.nodes().getLast())) {
            drained.stop();
            drained.start();
            drained.awaitReady();
        }
        return new DrainReport(
                move, new RollingRestart(fleet, fleet.nodes(), output::progress).run(restartSockets, rate, folder));
    }
}
