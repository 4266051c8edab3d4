package io.parley.bench.sockets;

import io.parley.bench.load.Dialect;
import io.parley.bench.load.Generator;
import io.parley.bench.system.Output;
import io.parley.bench.system.SocketFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./parley bench sockets`.
@Command(
        name = "sockets",
        mixinStandardHelpOptions = true,
        description = "What idle sockets cost on one node of Parley, beside a Node.js server on ws and one on Socket.IO"
                + " with its recovery on: resident memory a socket after a collection of garbage (promised: at most twice"
                + " that of ws), handshakes, answers to pings and pushed entries a second, CPU. With --nodes 2 or more:"
                + " what so many nodes hold at the same time, Parley's alone. Fails when a ping or an entry is lost.")
public final class SocketsCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Option(names = "--sockets", defaultValue = "18000", description = "Sockets in all (${DEFAULT-VALUE}).")
    private int sockets;

    @Option(names = "--nodes", defaultValue = "1", description = "Node processes of Parley (${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "parley,ws,socket.io",
            description = "Who takes part (${DEFAULT-VALUE}).")
    private List<String> contenders;

    @Option(
            names = "--warm-up",
            defaultValue = "4000",
            description = "Sockets opened and closed on each server before (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--blocks", defaultValue = "4", description = "Blocks of pings and of pushes (${DEFAULT-VALUE}).")
    private int blocks;

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "Pings, and pushed entries, a socket and block (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--hold",
            defaultValue = "0",
            description = "Seconds that all sockets stay open before the pings, for a look into the processes, whose"
                    + " numbers are printed then (${DEFAULT-VALUE}).")
    private int holdSeconds;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Experiment experiment = new Experiment();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        return experiment.run(nodes, sockets / nodes, output, nodes > 1 ? this::spread : this::compared);
    }

    private void check() {
        if (sockets / nodes > Generator.MOST || sockets < nodes * 2) {
            throw output.misuse("a node takes 2 to %d of the sockets".formatted(Generator.MOST));
        }
        if (warmUp > sockets || rounds * blocks > 18) {
            throw output.misuse(
                    "the warm-up takes at most all sockets, and a client may ping at most 18 times at once");
        }
    }

    private Experiment.Report spread(SocketFleet fleet, Path folder) throws IOException, InterruptedException {
        return new Spread(fleet, PAUSE, output::progress).fill(sockets, folder);
    }

    private Experiment.Report compared(SocketFleet fleet, Path folder) throws IOException, InterruptedException {
        var sides = new ArrayList<Side>();
        try {
            for (var name : contenders) {
                sides.add(new Side(contender(name, fleet, folder), 10 + sides.size(), Side.PATIENCE_SECONDS, folder));
            }
            var plan = new Comparison.Plan(sockets, warmUp, blocks, rounds, PAUSE, Duration.ofSeconds(holdSeconds));
            return new Comparison(sides, plan, output::progress).run();
        } finally {
            sides.forEach(Side::close);
        }
    }

    private Contender contender(String name, SocketFleet fleet, Path folder) throws IOException, InterruptedException {
        return switch (name) {
            case "parley" -> new ParleyNode(fleet, fleet.nodes().getFirst());
            case "ws" -> new Peer(name, "ws.js", Dialect.PLAIN, PeerFolder.installed(folder), fleet.bootstrap());
            case "socket.io" ->
                new Peer(name, "socketio.js", Dialect.SOCKET_IO, PeerFolder.installed(folder), fleet.bootstrap());
            default -> throw output.misuse("there is no contender " + name);
        };
    }
}
