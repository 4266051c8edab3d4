package io.parley.bench.load;

import io.parley.bench.load.Order.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Guests of a fleet's nodes, in one load process, who come back when they lose their socket.
public final class Clients implements AutoCloseable {

    private static final int HANDSHAKES_AT_ONCE = 128;
    private static final int PATIENCE_SECONDS = 600;
    private static final int LAST_SECONDS = 60;

    private final Generator generator;
    private int open;

    /// None of them has a socket yet.
    ///
    /// @param prefix of the users' names; their index follows
    /// @param network of the source addresses, another one for each load process
    /// @param ports of the nodes that they know
    /// @param rejoinMillis within which they come back the first time they fail
    public Clients(String prefix, int network, List<Integer> ports, int rejoinMillis, Path folder) throws IOException {
        var setup = new Setup(Dialect.PARLEY, ports, prefix, network, rejoinMillis);
        this.generator = Generator.started("load-" + prefix, setup, folder);
    }

    /// So many more on one node; returns when they are live.
    ///
    /// @param node the index of its port
    public void open(int count, int node) throws IOException {
        open(count, node, true);
    }

    /// So many more that read nothing once they are live.
    public void openStuck(int count, int node) throws IOException {
        open(count, node, false);
    }

    private void open(int count, int node, boolean reading) throws IOException {
        generator.open(new Order.Open(open, count, node, HANDSHAKES_AT_ONCE, reading, PATIENCE_SECONDS));
        open += count;
        generator.awaitLive(open, PATIENCE_SECONDS);
    }

    /// Gives everybody a position in the log, as who has talked before has one, and lets everybody ask for a sign of
    /// life, as a client does that has heard nothing for a while.
    public void greet(Talk talk) throws IOException {
        long before = generator.tell().entries();
        talk.sayToAll(0, open);
        generator.ask(new Order.AwaitEntries(before + open, PATIENCE_SECONDS), Tally.class);
        generator.ask(new Order.Echo(1, HANDSHAKES_AT_ONCE), Order.Echoed.class);
    }

    public Generator generator() {
        return generator;
    }

    /// What they have seen of a talk that has stopped; waits as long as some lack something, but not for ever.
    public Completeness completeness(Talk talk) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
        while (true) {
            var seen =
                    generator.ask(new Order.TellNumbers(), Order.Numbers.class).last();
            var found = Completeness.of(talk.numbers(), seen, generator.tell());
            if (found.incomplete() == 0 || System.nanoTime() > deadline) {
                return found;
            }
            Thread.sleep(200);
        }
    }

    @Override
    public void close() {
        generator.close();
    }
}
