package io.parley.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.parley.bench.load.Dialect;
import io.parley.bench.system.SocketFleet;
import io.parley.bench.system.WsNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Short forms, on one fleet: they show that the measurements measure, not how good anything is. The first node is
/// killed, started again and drained at the end.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SocketsIT {

    private static final int SOCKETS = 40;
    private static final int SECONDS = 60;
    private static final Duration PAUSE = Duration.ofMillis(20);

    @TempDir
    static Path folder;

    static SocketFleet fleet;

    @BeforeAll
    static void start() throws IOException {
        fleet = SocketFleet.started(folder, 2, SocketFleet.Flags.quick());
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @Test
    @Order(1)
    void a_node_is_measured_beside_its_peers() throws IOException, InterruptedException {
        assumeThat(hasNpm())
                .as("SKIPPED: ws needs Node.js 20 and npm, which are not on the PATH")
                .isTrue();
        try (var ours = new Side(new ParleyNode(fleet, first()), 10, SECONDS, folder);
                var theirs = new Side(ws(), 11, SECONDS, folder)) {
            var plan = new Comparison.Plan(SOCKETS, 10, 1, 3, PAUSE, Duration.ZERO);

            var report = new Comparison(List.of(ours, theirs), plan, line -> {}).run();

            assertThat(report.rows()).hasSize(2).allSatisfy(row -> {
                assertThat(row.handshakes().count()).isEqualTo(SOCKETS);
                assertThat(row.echoes()).hasSize(1).allMatch(work -> work.count() == SOCKETS * 3);
                assertThat(row.pushes()).hasSize(1).allMatch(work -> work.count() == SOCKETS * 3);
                assertThat(row.residentMegabytes()).hasSize(3).allMatch(megabytes -> megabytes > 1);
            });
            assertThat(report.text()).contains("parley to ws");
        }
    }

    @Test
    @Order(2)
    void sockets_are_spread_over_several_nodes() throws IOException, InterruptedException {
        var report = new Spread(fleet, PAUSE, line -> {}).fill(SOCKETS, folder);

        assertThat(report.rows()).hasSize(2);
        assertThat(report.sockets()).isEqualTo(SOCKETS);
        assertThat(report.answered()).isEqualTo(SOCKETS);
    }

    @Test
    @Order(3)
    void readers_are_measured_beside_clients_that_never_read() throws IOException, InterruptedException {
        var plan = new SlowReaders.Plan(10, 10, 50, 20, 1_000, 1, 1, Duration.ofMillis(500), PAUSE);

        var report = new SlowReaders(fleet, plan, folder, line -> {}).run();

        assertThat(report.blocks())
                .hasSize(3)
                .allMatch(block -> block.waits().count() > 0 && block.mostResidentMegabytes() > 1);
        assertThat(report.completeness().isWhole()).isTrue();
    }

    @Test
    @Order(4)
    void clients_of_a_killed_node_come_back() throws IOException, InterruptedException {
        var report = new Storm(fleet, line -> {}).run(new Storm.Plan(SOCKETS / 2, 3, 200), folder);

        assertThat(report.isWhole()).as(report.text()).isTrue();
        assertThat(report.absences().count()).isEqualTo(SOCKETS / 2);
    }

    @Test
    @Order(5)
    void sockets_move_when_their_node_is_drained() throws IOException, InterruptedException {
        var killed = first();
        killed.start();
        killed.awaitReady();

        var report = new Move(fleet, line -> {}).run(SOCKETS, 50, folder);

        assertThat(report.isWhole()).as(report.text()).isTrue();
        assertThat(report.absences().count()).isEqualTo(SOCKETS);
    }

    private static WsNode first() {
        return fleet.nodes().getFirst();
    }

    private static Peer ws() throws IOException, InterruptedException {
        return new Peer("ws", "ws.js", Dialect.PLAIN, PeerFolder.installed(folder), fleet.bootstrap());
    }

    private static boolean hasNpm() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "npm")));
    }
}
