package io.parley.agent.budget;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.event.SystemEvents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// What operators see of budgets.
final class BudgetMetrics implements LeasedBudget.Heard {

    private final MeterRegistry registry;
    private final SystemEvents events;
    private final Map<String, Purse> purses = new ConcurrentHashMap<>();

    BudgetMetrics(MeterRegistry registry, SystemEvents events) {
        this.registry = registry;
        this.events = events;
    }

    @Override
    public void counts(String tenant, Purse purse) {
        if (purses.put(tenant, purse) == null) {
            gauge(
                    tenant,
                    Limit.TOKENS,
                    now -> share(now.spent().tokens(), now.limit().tokens().orElse(0)));
            gauge(
                    tenant,
                    Limit.MONEY,
                    now -> share(now.spent().micros(), now.limit().micros().orElse(0)));
        }
    }

    private void gauge(String tenant, String what, ToDoubleFunction<Purse> share) {
        Gauge.builder("parley.budget.used", purses, now -> {
                    var purse = now.get(tenant);
                    return purse == null || purse.isOver() ? 0 : share.applyAsDouble(purse);
                })
                .description("Share of the day's budget that is spent")
                .tag("tenant", tenant)
                .tag("what", what)
                .register(registry);
    }

    /// Nothing of what is not limited.
    private static double share(long spent, long limit) {
        return limit == 0 ? 0 : (double) spent / limit;
    }

    @Override
    public void refused(String tenant, String what) {
        registry.counter("parley.budget.refusals", "tenant", tenant, "what", what)
                .increment();
    }

    @Override
    public void exhausted(String tenant, String what) {
        events.tell(tenant, SystemEvents.Kind.BUDGET_EXHAUSTED, Map.of("what", what));
    }
}
