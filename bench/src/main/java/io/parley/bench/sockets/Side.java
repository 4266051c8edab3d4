package io.parley.bench.sockets;

import io.parley.bench.load.Generator;
import io.parley.bench.load.Order;
import io.parley.bench.load.Order.Echoed;
import io.parley.bench.load.Tally;
import io.parley.bench.load.Words;
import io.parley.bench.measure.Memory;
import io.parley.bench.measure.ProcessCpu;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One contender with its clients.
final class Side implements AutoCloseable {

    private static final int HANDSHAKES_AT_ONCE = 128;
    private static final int PINGS_AT_ONCE = 256;
    /// Enough for everything at full size.
    static final int PATIENCE_SECONDS = 600;

    private static final String PREFIX = "s";

    private final Contender contender;
    private final Generator clients;
    private final int patienceSeconds;
    private int pushed;

    /// @param network of the source addresses
    /// @param patienceSeconds for all sockets to open, or all entries to come
    Side(Contender contender, int network, int patienceSeconds, Path folder) throws IOException {
        this.contender = contender;
        this.patienceSeconds = patienceSeconds;
        var setup =
                new Order.Setup(contender.dialect(), List.of(contender.port()), PREFIX, Order.Share.ALL, network, 0);
        this.clients = Generator.started("load-" + contender.name(), setup, folder);
    }

    /// What something took.
    ///
    /// @param cpuMillis of the server
    record Work(long count, double seconds, double cpuMillis) {

        double perSecond() {
            return count / seconds;
        }

        double cpuMillisPerThousand() {
            return cpuMillis * 1_000 / count;
        }

        Work plus(Work other) {
            return new Work(count + other.count, seconds + other.seconds, cpuMillis + other.cpuMillis);
        }
    }

    /// @param memory with no socket, half of them, all of them
    record Filled(List<Memory> memory, Work handshakes) {}

    String name() {
        return contender.name();
    }

    long pid() {
        return contender.process().pid();
    }

    /// Opens and closes sockets, so that what a socket costs is not what the first ones cost.
    void warmUp(int count) throws IOException {
        open(0, count);
        clients.ask(new Order.Close(0, count), Tally.class);
    }

    Filled fill(int sockets, Duration pause) throws IOException, InterruptedException {
        var memory = new ArrayList<Memory>();
        memory.add(contender.memory(pause));
        var first = open(0, sockets / 2);
        memory.add(contender.memory(pause));
        var second = open(sockets / 2, sockets - sockets / 2);
        memory.add(contender.memory(pause));
        return new Filled(List.copyOf(memory), first.plus(second));
    }

    private Work open(int from, int count) throws IOException {
        double before = cpuMillis();
        var opened = clients.open(new Order.Open(from, count, 0, HANDSHAKES_AT_ONCE, true, patienceSeconds));
        clients.awaitLive(from + count, patienceSeconds);
        return new Work(count, opened.seconds(), cpuMillis() - before);
    }

    /// Every socket pings some times.
    Work echo(int rounds) throws IOException {
        double before = cpuMillis();
        var echoed = clients.ask(new Order.Echo(rounds, PINGS_AT_ONCE), Echoed.class);
        if (echoed.lost() > 0) {
            throw new IOException("%s did not answer %d pings".formatted(name(), echoed.lost()));
        }
        return new Work(echoed.count(), echoed.seconds(), cpuMillis() - before);
    }

    /// Every socket gets some entries.
    Work push(int rounds, int sockets) throws IOException {
        clients.reset();
        double before = cpuMillis();
        for (int round = 0; round < rounds; round++) {
            pushed++;
            for (int user = 0; user < sockets; user++) {
                contender.push(PREFIX + user, new Words(pushed, System.nanoTime()));
            }
        }
        long count = (long) rounds * sockets;
        var tally = clients.ask(new Order.AwaitEntries(count, patienceSeconds), Tally.class);
        if (tally.entries() != count || tally.gaps() + tally.repeats() > 0) {
            throw new IOException("%s: of %d entries %d arrived, %d twice, %d not in order"
                    .formatted(name(), count, tally.entries(), tally.repeats(), tally.gaps()));
        }
        return new Work(count, tally.seconds(), cpuMillis() - before);
    }

    private double cpuMillis() {
        return ProcessCpu.of(contender.process()).toNanos() / 1e6;
    }

    @Override
    public void close() {
        clients.close();
        contender.close();
    }
}
