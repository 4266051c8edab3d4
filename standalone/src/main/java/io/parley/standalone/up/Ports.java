package io.parley.standalone.up;

import io.parley.standalone.process.Failure;
import io.parley.standalone.process.Preflight;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where everything listens: the default ports, all moved by the same offset.
record Ports(int offset, int webSocketNodes) {

    static final int MAX_NODES = 9;
    private static final int BETWEEN_NODES = 100;

    int webSockets(int node) {
        return 8080 + BETWEEN_NODES * node + offset;
    }

    int webhooks() {
        return 8081 + offset;
    }

    int worker() {
        return 8082 + offset;
    }

    int router() {
        return 8083 + offset;
    }

    int sandbox() {
        return 8085 + offset;
    }

    int mail() {
        return 8025 + offset;
    }

    int model() {
        return 8086 + offset;
    }

    int kafka() {
        return 9092 + offset;
    }

    int postgres() {
        return 5433 + offset;
    }

    /// Looks whether everything can listen where it shall.
    ///
    /// @throws Failure naming the first port that somebody else uses
    void check(boolean withModel, boolean withMail) {
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put("Kafka", kafka());
        needed.put("PostgreSQL", postgres());
        for (int node = 0; node < webSocketNodes; node++) {
            needed.put("ingress-ws " + (node + 1), webSockets(node));
        }
        needed.put("ingress-webhooks", webhooks());
        needed.put("agent-worker", worker());
        needed.put("egress-router", router());
        needed.put("sandbox", sandbox());
        if (withMail) {
            needed.put("mail server", mail());
        }
        if (withModel) {
            needed.put("stand-in model", model());
        }
        needed.forEach(
                (user, port) -> Preflight.port(port, user, "stop what uses it, or move all ports with --port-offset N")
                        .ifPresent(complaint -> {
                            throw new Failure(complaint);
                        }));
    }
}
