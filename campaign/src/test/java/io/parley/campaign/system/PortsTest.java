package io.parley.campaign.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    /// Where Linux begins to draw the ports of outgoing connections.
    private static final int OUTGOING = 32_768;

    @Test
    void no_outgoing_connection_gets_the_port_of_a_process_that_is_down() throws Exception {
        try (var taken = new ServerSocket(0)) {
            var ports = Ports.free(200);

            assertThat(ports).hasSize(200).doesNotContain(taken.getLocalPort()).allMatch(port -> port < OUTGOING);
            assertThat(new HashSet<>(ports)).hasSize(200);
            assertThat(Ports.offset(List.of(5433, 9092))).isBetween(1_000, OUTGOING - 9_092);
        }
    }
}
