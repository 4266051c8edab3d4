package io.parley.bench.load;

import io.parley.bench.load.Order.Setup;
import io.parley.bench.load.Order.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Guests of a fleet's nodes who come back when they lose their socket.
public final class Clients implements AutoCloseable {

    private static final int HANDSHAKES_AT_ONCE = 128;
    private static final int PATIENCE_SECONDS = 600;
    private static final int LAST_SECONDS = 60;
    private static final long POLL_MILLIS = 100;
    /// A tally carries histograms, which take a load process from its sockets for a moment.
    private static final long TELL_MILLIS = 500;
    private static final long PROMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Load(Share share, Generator generator) {}

    private final List<Load> loads = new ArrayList<>();
    private int open;

    /// None of them has a socket yet.
    ///
    /// @param prefix of the users' names; their number follows
    /// @param network of the source addresses, another one for each load process
    /// @param ports of the nodes that they know
    /// @param rejoinMillis within which they come back the first time they fail
    /// @param count of load processes that share the clients
    public Clients(String prefix, int network, List<Integer> ports, int rejoinMillis, int count, Path folder)
            throws IOException {
        for (int index = 0; index < count; index++) {
            var share = new Share(index, count);
            var setup = new Setup(Dialect.PARLEY, ports, prefix, share, network + index, rejoinMillis);
            loads.add(new Load(share, Generator.started("load-" + prefix + index, setup, folder)));
        }
    }

    /// How many load processes so many clients need where each may have two sockets for a moment.
    public static int processesFor(int clients) {
        return Math.ceilDiv(2 * clients, Generator.MOST);
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
        for (var load : loads) {
            int from = load.share().below(open);
            int to = load.share().below(open + count);
            load.generator().open(new Order.Open(from, to - from, node, HANDSHAKES_AT_ONCE, reading, PATIENCE_SECONDS));
            load.generator().awaitLive(to, PATIENCE_SECONDS);
        }
        open += count;
    }

    /// Gives everybody a position in the log, as who has talked before has one, and lets everybody ask for a sign of
    /// life, as a client does that has heard nothing for a while.
    public void greet(Talk talk) throws IOException, InterruptedException {
        long before = tell().entries();
        talk.sayToAll(0, open);
        await(PATIENCE_SECONDS, tally -> tally.entries() >= before + open);
        for (var load : loads) {
            load.generator().ask(new Order.Echo(1, HANDSHAKES_AT_ONCE), Order.Echoed.class);
        }
    }

    /// Counts so far.
    public Tally tell() throws IOException {
        var tallies = new ArrayList<Tally>();
        for (var load : loads) {
            tallies.add(load.generator().tell());
        }
        return Tally.sum(tallies);
    }

    /// Counts anew from here.
    public void reset() throws IOException {
        for (var load : loads) {
            load.generator().reset();
        }
    }

    /// Waits until all are live; fails unless they are.
    public void awaitLive(int seconds) throws IOException, InterruptedException {
        int live = await(seconds, tally -> tally.live() >= open).live();
        if (live < open) {
            throw new IOException("only %d of %d sockets were live after %d s".formatted(live, open, seconds));
        }
    }

    /// Waits until so many have come back since the counts began.
    ///
    /// @return counts then, or when the time is over
    public Tally awaitBack(int count, int seconds) throws IOException, InterruptedException {
        return await(seconds, tally -> tally.backs() >= count);
    }

    private Tally await(int seconds, Predicate<Tally> reached) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var tally = tell();
        while (!reached.test(tally) && System.nanoTime() < deadline) {
            Thread.sleep(TELL_MILLIS);
            tally = tell();
        }
        return tally;
    }

    /// Waits until what is said comes promptly; fails unless it does some time.
    public void awaitPromptWords(Talk talk) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        long begun;
        do {
            begun = System.nanoTime();
            var said = talk.numbers();
            while (!hasAll(seen(), said)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("words had not come after %d s".formatted(PATIENCE_SECONDS));
                }
                Thread.sleep(POLL_MILLIS);
            }
        } while (System.nanoTime() - begun > PROMPT_NANOS);
    }

    private static boolean hasAll(int[] seen, int[] said) {
        return IntStream.range(0, said.length).allMatch(user -> seen[user] >= said[user]);
    }

    /// What they have seen of a talk that has stopped; waits as long as some lack something, but not for ever.
    public Completeness completeness(Talk talk) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
        while (true) {
            var found = Completeness.of(talk.numbers(), seen(), tell());
            if (found.incomplete() == 0 || System.nanoTime() > deadline) {
                return found;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// The number of each user's last entry, by number of the user.
    private int[] seen() throws IOException {
        var seen = new int[open];
        for (var load : loads) {
            var own = load.generator()
                    .ask(new Order.TellNumbers(), Order.Numbers.class)
                    .last();
            for (int local = 0; local < own.size(); local++) {
                seen[load.share().user(local)] = own.get(local);
            }
        }
        return seen;
    }

    @Override
    public void close() {
        loads.forEach(load -> load.generator().close());
    }
}
