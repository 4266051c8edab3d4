package io.parley.bench.sockets;

import io.parley.bench.load.Dialect;
import io.parley.bench.load.Generator;
import io.parley.bench.load.Order;
import io.parley.bench.load.Order.Echoed;
import io.parley.bench.system.SocketFleet;
import io.parley.bench.system.WsNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Sockets spread over many nodes, each node with clients of its own.
final class Spread {

    private static final int HANDSHAKES_AT_ONCE = 128;
    private static final int PINGS_AT_ONCE = 256;
    private static final int PATIENCE_SECONDS = 600;
    private static final int FIRST_NETWORK = 20;

    private final SocketFleet fleet;
    private final Duration pause;
    private final Consumer<String> progress;

    /// @param pause after a collection of garbage
    Spread(SocketFleet fleet, Duration pause, Consumer<String> progress) {
        this.fleet = fleet;
        this.pause = pause;
        this.progress = progress;
    }

    /// What `bench sockets` says of several nodes.
    ///
    /// @param asked sockets that were to be open at the same time
    /// @param sockets that were
    /// @param answered pings, one a socket, when all were open
    record Report(int asked, int sockets, long answered, List<Row> rows) implements Experiment.Report {

        @Override
        public boolean isWhole() {
            return sockets == asked && answered == asked;
        }

        /// One node.
        record Row(String node, int sockets, double residentBeforeMegabytes, double residentMegabytes) {

            private double kilobytes() {
                return (residentMegabytes - residentBeforeMegabytes) * 1024 / sockets;
            }
        }

        @Override
        public String text() {
            var text = new StringBuilder("node     sockets  MB before  MB after  KB/socket\n");
            for (var row : rows) {
                text.append("%-8s %7d %10.0f %9.0f %10.1f%n"
                        .formatted(
                                row.node(),
                                row.sockets(),
                                row.residentBeforeMegabytes(),
                                row.residentMegabytes(),
                                row.kilobytes()));
            }
            return text.append("%d of %d sockets open at the same time, %d pings answered: %s%n"
                            .formatted(sockets, asked, answered, isWhole() ? "kept" : "NOT KEPT"))
                    .toString();
        }
    }

    Report fill(int sockets, Path folder) throws IOException, InterruptedException {
        List<Generator> clients = new ArrayList<>();
        try {
            var before = new ArrayList<Double>();
            int each = sockets / fleet.nodes().size();
            for (var node : fleet.nodes()) {
                before.add(megabytes(node));
                clients.add(open(node, each, clients.size(), folder));
                progress.accept(node.name() + " holds " + each);
            }
            return report(clients, before, each);
        } finally {
            clients.forEach(Generator::close);
        }
    }

    private static Generator open(WsNode node, int count, int number, Path folder) throws IOException {
        var setup = new Order.Setup(
                Dialect.PARLEY, List.of(node.port()), "n" + number + "-", Order.Share.ALL, FIRST_NETWORK + number, 0);
        var generator = Generator.started("load-" + node.name(), setup, folder);
        generator.open(new Order.Open(0, count, 0, HANDSHAKES_AT_ONCE, true, PATIENCE_SECONDS));
        generator.awaitLive(count, PATIENCE_SECONDS);
        return generator;
    }

    private Report report(List<Generator> clients, List<Double> before, int each)
            throws IOException, InterruptedException {
        var rows = new ArrayList<Report.Row>();
        int live = 0;
        for (int i = 0; i < clients.size(); i++) {
            var node = fleet.nodes().get(i);
            rows.add(new Report.Row(node.name(), each, before.get(i), megabytes(node)));
            live += clients.get(i).tell().live();
        }
        long answered = 0;
        for (var generator : clients) {
            answered += generator
                    .ask(new Order.Echo(1, PINGS_AT_ONCE), Echoed.class)
                    .count();
        }
        return new Report(each * clients.size(), live, answered, List.copyOf(rows));
    }

    private double megabytes(WsNode node) throws IOException, InterruptedException {
        return node.memory(pause).resident() / (1024 * 1024.0);
    }
}
