package io.parley.bench.sockets;

import io.parley.bench.load.Generator;
import io.parley.bench.system.Output;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./parley bench storm`.
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        description = "One of several nodes is killed while each holds thousands of sockets: how long its clients take"
                + " from their own first attempt until they are resumed on the others (promised: at most 5 s), and what"
                + " those get and cost who missed nothing (promised: no entry, no range read of the router's log). Fails"
                + " unless all come back and every client has all of its entries, once and in order.")
public final class StormCommand implements Callable<Integer> {

    @Option(names = "--nodes", defaultValue = "3", description = "Node processes (${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--sockets", defaultValue = "18000", description = "Sockets in all (${DEFAULT-VALUE}).")
    private int sockets;

    @Option(
            names = "--missing",
            defaultValue = "600",
            description =
                    "Clients of the killed node that miss an entry meanwhile (${DEFAULT-VALUE}); 0 shows that those"
                            + " who miss nothing cost no range read.")
    private int missing;

    @Option(
            names = "--window",
            defaultValue = "1000",
            description = "Milliseconds within which a client tries for the first time, at random, as clients/js does,"
                    + " where its node has not asked for more; twice as long with each failure (${DEFAULT-VALUE}).")
    private int windowMillis;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Experiment experiment = new Experiment();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var plan = new Storm.Plan(sockets / nodes, missing, windowMillis);
        return experiment.run(
                nodes, sockets, output, (fleet, folder) -> new Storm(fleet, output::progress).run(plan, folder));
    }

    private void check() {
        if (nodes < 2 || sockets < nodes || sockets > Generator.MOST || missing > sockets / nodes || windowMillis < 1) {
            throw output.misuse(
                    "two nodes at least, %d sockets at most, and no more that miss something than a node has"
                            .formatted(Generator.MOST));
        }
    }
}
