package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/// What is kept of a socket that says nothing.
class FootprintIT {

    private static final int SOCKETS = 40;
    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+).*$");

    private final Node node = Node.shared();

    @Test
    void nothing_is_kept_of_the_request_that_it_came_with() throws Exception {
        var peers = new ArrayList<WirePeer>();
        try {
            for (int i = 0; i < SOCKETS; i++) {
                var peer = WirePeer.open(node.port(), "/ws/chat/quiet-" + i + "?session=s" + i);
                peer.write(text(JSON_PING));
                assertThat(peer.hear()).isEqualTo("pong");
                peers.add(peer);
            }
            var histogram = histogram();
            assertThat(count(histogram, "io.parley.ingress.ws.socket.ChatSocket"))
                    .isGreaterThanOrEqualTo(SOCKETS);
            for (var kept : List.of(
                    "org.eclipse.jetty.server.internal.HttpConnection",
                    "org.eclipse.jetty.server.internal.HttpChannelState",
                    "org.eclipse.jetty.ee11.servlet.ServletChannel")) {
                assertThat(count(histogram, kept)).as(kept).isLessThan(SOCKETS / 2);
            }
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
    }

    private static int count(String histogram, String type) {
        return LINE.matcher(histogram)
                .results()
                .filter(line -> line.group(2).equals(type))
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum();
    }

    /// Live objects by class, after a full collection.
    private static String histogram() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }
}
