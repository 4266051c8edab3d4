package io.parley.campaign.system;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which processes a system has.
///
/// @param nodes WebSocket nodes, each with a way of its own to the broker that can be cut
/// @param routers egress routers
/// @param channels whether tenants are on every channel, and the providers' stand-ins run
public record Layout(int nodes, int routers, boolean channels) {

    /// One process of each service.
    public static final Layout SINGLE = new Layout(1, 1, false);

    /// Two routers, so that somebody takes over what a stopped or paused one leaves.
    public static final Layout CHANNELS = new Layout(1, 2, true);

    static final String KAFKA = "kafka";
    static final String POSTGRES = "postgres";
    static final String MODEL = "stand-in-model";
    static final String SANDBOX = "sandbox";
    static final String WORKER = "agent-worker";
    static final String ROUTER = "egress-router";
    static final String NODE = "ingress-ws";
    static final String WEBHOOKS = "ingress-webhooks";

    static final List<String> STORES = List.of(KAFKA, POSTGRES);

    /// Names of the WebSocket nodes' processes.
    public List<String> nodeNames() {
        return names(NODE, nodes);
    }

    /// Names of the routers' processes.
    public List<String> routerNames() {
        return names(ROUTER, routers);
    }

    /// What can be killed, paused and started again.
    public List<String> targets() {
        return Stream.concat(STORES.stream(), services().stream()).toList();
    }

    List<String> services() {
        var services = new ArrayList<String>();
        services.add(WORKER);
        services.addAll(routerNames());
        services.addAll(nodeNames());
        services.add(WEBHOOKS);
        return services;
    }

    /// Beside the targets: the witnesses, which are never harmed.
    List<String> all() {
        return Stream.concat(targets().stream(), Stream.of(MODEL, SANDBOX)).toList();
    }

    private static List<String> names(String service, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> number == 1 ? service : service + "-" + number)
                .toList();
    }
}
