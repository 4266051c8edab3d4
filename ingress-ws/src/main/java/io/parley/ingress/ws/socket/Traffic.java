package io.parley.ingress.ws.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What is counted of the web channel.
final class Traffic {

    private final MeterRegistry registry;

    Traffic(MeterRegistry registry, Clients clients) {
        this.registry = registry;
        Gauge.builder("parley.sockets", clients, Clients::count)
                .description("Open sockets on this node")
                .register(registry);
    }

    void messageIn(String tenant) {
        Counter.builder("parley.messages.in")
                .tag("channel", "web")
                .tag("tenant", tenant)
                .register(registry)
                .increment();
    }

    void unavailable() {
        count("parley.socket.unavailable", "reason", "kafka");
    }

    void badFrame() {
        count("parley.socket.bad.frames", "reason", "invalid");
    }

    void rateLimited() {
        count("parley.socket.bad.frames", "reason", "rate");
    }

    void closed(int code) {
        count("parley.socket.closes", "code", Integer.toString(code));
    }

    void refused(int status) {
        count("parley.socket.refusals", "status", Integer.toString(status));
    }

    void signDropped() {
        count("parley.socket.signs.dropped", "reason", "slow");
    }

    void gap() {
        count("parley.socket.gaps", "reason", "previous");
    }

    void stale() {
        count("parley.socket.stale.records", "reason", "boot");
    }

    void unreadable() {
        count("parley.socket.stale.records", "reason", "unreadable");
    }

    void seen() {
        count("parley.duplicates", "where", "socket");
    }

    private void count(String name, String tag, String value) {
        registry.counter(name, tag, value).increment();
    }
}
