package io.parley.bench.sockets;

import io.parley.bench.load.Generator;
import io.parley.bench.system.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./parley bench slow-readers`.
@Command(
        name = "slow-readers",
        mixinStandardHelpOptions = true,
        description =
                "How long clients of one node wait for their entries while others there never read, beside the same"
                        + " without these (promised: a p99 at most 1.5 times as long) and the same beside as many that read; and"
                        + " the node's memory. Open loop, blocks of one run. Fails when a reader lost an entry, or got one twice"
                        + " or out of order.")
public final class SlowReadersCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    @Option(names = "--readers", defaultValue = "500", description = "Clients that read (${DEFAULT-VALUE}).")
    private int readers;

    @Option(names = "--stuck", defaultValue = "500", description = "Clients that never read (${DEFAULT-VALUE}).")
    private int stuck;

    @Option(names = "--rate", defaultValue = "200", description = "Entries a second to the readers (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--stuck-rate",
            defaultValue = "50",
            description = "Entries a second to the others (${DEFAULT-VALUE}).")
    private int stuckRate;

    @Option(
            names = "--length",
            defaultValue = "16000",
            description = "Characters of each entry to the others (${DEFAULT-VALUE}).")
    private int length;

    @Option(
            names = "--fill",
            defaultValue = "20",
            description = "Entries to each of the others before a block (${DEFAULT-VALUE}).")
    private int fill;

    @Option(names = "--pairs", defaultValue = "4", description = "Blocks of each kind (${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--block", defaultValue = "10", description = "Seconds a block (${DEFAULT-VALUE}).")
    private int blockSeconds;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Experiment experiment = new Experiment();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (readers < 1 || stuck < 1 || readers + stuck > Generator.MOST || pairs < 1) {
            throw output.misuse("%d clients at most, one of each kind at least".formatted(Generator.MOST));
        }
        var plan = new SlowReaders.Plan(
                readers, stuck, rate, stuckRate, length, fill, pairs, Duration.ofSeconds(blockSeconds), PAUSE);
        return experiment.run(
                1,
                readers + stuck,
                output,
                (fleet, folder) -> new SlowReaders(fleet, plan, folder, output::progress).run());
    }
}
