package io.parley.agent.turn;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.agent.Client;
import java.time.Duration;
import java.util.Locale;

/// What is counted about turns; the names are public.
public final class TurnMetrics {

    private final MeterRegistry registry;

    public TurnMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(Turn turn, TurnEnd end) {
        registry.counter(
                        "parley.turns",
                        "tenant",
                        turn.client().tenant(),
                        "outcome",
                        end.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
        phase("total", turn.duration());
    }

    /// One of `burst`, `thinking`, `writing`, `total`.
    void phase(String phase, Duration duration) {
        Timer.builder("parley.turn.seconds")
                .tag("phase", phase)
                .register(registry)
                .record(duration.isNegative() ? Duration.ZERO : duration);
    }

    void tokens(Client client, String model, long input, long output) {
        tokens(client, model, "input", input);
        tokens(client, model, "output", output);
    }

    private void tokens(Client client, String model, String kind, long count) {
        registry.counter("llm.tokens.used", "tenant_id", client.tenant(), "model", model, "kind", kind)
                .increment((double) count);
    }

    /// A message that was known already: `redelivery` of a record, or `message` sent again.
    void duplicate(String where) {
        registry.counter("parley.duplicates", "where", where).increment();
    }
}
