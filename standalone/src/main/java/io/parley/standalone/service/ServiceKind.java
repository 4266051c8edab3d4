package io.parley.standalone.service;

import io.parley.agent.AgentWorkerApplication;
import io.parley.egress.EgressRouterApplication;
import io.parley.ingress.webhooks.IngressWebhooksApplication;
import io.parley.ingress.ws.IngressWsApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A service that is a Spring Boot application: its name, its default port and its start.
public enum ServiceKind {
    AGENT_WORKER("agent-worker", 8082),
    EGRESS_ROUTER("egress-router", 8083),
    INGRESS_WEBHOOKS("ingress-webhooks", 8081),
    INGRESS_WS("ingress-ws", 8080);

    private final String label;
    private final int port;

    ServiceKind(String label, int port) {
        this.label = label;
        this.port = port;
    }

    public String label() {
        return label;
    }

    public int port() {
        return port;
    }

    /// Starts it in this JVM; returns when it serves HTTP, which is before it is ready.
    ///
    /// @param arguments properties, `--key=value`
    public ConfigurableApplicationContext start(String... arguments) {
        return switch (this) {
            case AGENT_WORKER -> AgentWorkerApplication.start(arguments);
            case EGRESS_ROUTER -> EgressRouterApplication.start(arguments);
            case INGRESS_WEBHOOKS -> IngressWebhooksApplication.start(arguments);
            case INGRESS_WS -> IngressWsApplication.start(arguments);
        };
    }
}
