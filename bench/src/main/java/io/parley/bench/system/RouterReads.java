package io.parley.bench.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// How often the router has read a client's log in its store to answer a socket, as its metrics say.
public final class RouterReads {

    private static final Pattern METRIC = Pattern.compile("(?m)^parley_router_log_reads_total(?:\\{[^}]*})? (\\S+)$");

    private final SocketFleet fleet;

    private RouterReads(SocketFleet fleet) {
        this.fleet = fleet;
    }

    public static RouterReads of(SocketFleet fleet) {
        return new RouterReads(fleet);
    }

    /// Negative where the router does not count them.
    public long count() throws IOException {
        try (var page = fleet.routerUrl("/actuator/prometheus").toURL().openStream()) {
            var match = METRIC.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            return match.find() ? (long) Double.parseDouble(match.group(1)) : -1;
        }
    }
}
