package io.parley.ingress.webhooks.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;
import java.util.Locale;

/// What is counted of webhooks.
final class WebhookMetrics {

    private final MeterRegistry registry;

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A request was answered.
    void answered(String channel, int status, Duration after) {
        Timer.builder("parley.webhook")
                .tag("channel", channel)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(after);
    }

    /// A provider has reported something that is no message.
    void noticed(String channel, String event) {
        count("parley.webhook.events", "channel", channel, "event", event);
    }

    /// A message that this node has written already was not written again.
    void duplicate() {
        count("parley.duplicates", "where", "ingress");
    }

    /// A state was reported that is not further than the one known.
    void stale(String channel, DeliveryState state) {
        count("parley.receipts.stale", "channel", channel, "state", state.name().toLowerCase(Locale.ROOT));
    }

    private void count(String name, String... tags) {
        Counter.builder(name).tags(tags).register(registry).increment();
    }
}
