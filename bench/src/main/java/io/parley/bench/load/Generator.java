package io.parley.bench.load;

import io.parley.bench.load.Order.Opened;
import io.parley.bench.load.Order.Setup;
import io.parley.bench.system.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A load process as the benchmark sees it.
public final class Generator implements AutoCloseable {

    /// Sockets that one can hold, its other files left out.
    public static final int MOST = 19_000;

    /// The load shall take as little as possible of the machine, for compiling, too.
    private static final List<String> FLAGS =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1");

    private final ChildProcess process;
    private final BufferedReader answers;
    private final PrintStream orders;

    private Generator(ChildProcess process) {
        this.process = process;
        this.answers = process.process().inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintStream(process.process().getOutputStream(), true, StandardCharsets.UTF_8);
    }

    public static Generator started(String name, Setup setup, Path folder) throws IOException {
        var command = ChildProcess.javaCommand(FLAGS, LoadProcess.class.getName(), List.of());
        var generator = new Generator(ChildProcess.talking(name, command, folder));
        generator.ask(setup, Tally.class);
        return generator;
    }

    /// Gives an order and waits for its answer.
    ///
    /// @param kind of the answer
    public synchronized <T> T ask(Order order, Class<T> kind) throws IOException {
        orders.println(order.line());
        var answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the load process has ended, see " + process.log());
        }
        return Order.JSON.readValue(answer, kind);
    }

    /// Counts so far.
    public Tally tell() throws IOException {
        return ask(new Order.Tell(), Tally.class);
    }

    /// Counts anew from here.
    public Tally reset() throws IOException {
        return ask(new Order.Reset(), Tally.class);
    }

    /// Opens sockets; fails unless all are greeted.
    public Opened open(Order.Open order) throws IOException {
        var opened = ask(order, Opened.class);
        if (opened.greeted() < order.count()) {
            throw new IOException("only %d of %d sockets were opened: %s"
                    .formatted(opened.greeted(), order.count(), opened.complaint()));
        }
        return opened;
    }

    /// Waits until so many sockets are live; fails unless they are.
    public void awaitLive(int count, int seconds) throws IOException {
        int live = ask(new Order.AwaitLive(count, seconds), Tally.class).live();
        if (live < count) {
            throw new IOException("only %d of %d sockets were live after %d s".formatted(live, count, seconds));
        }
    }

    public ProcessHandle handle() {
        return process.handle();
    }

    @Override
    public void close() {
        process.abandon();
    }
}
