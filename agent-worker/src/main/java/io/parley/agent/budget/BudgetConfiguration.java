package io.parley.agent.budget;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.AgentProperties;
import io.parley.agent.event.SystemEvents;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

    @Bean
    BudgetLedger budgetLedger(TenantTransactions transactions, AgentProperties properties) {
        return new BudgetLedger(transactions, properties.budgetLease());
    }

    @Bean(destroyMethod = "close")
    LeasedBudget budget(
            BudgetLedger ledger, AgentProperties properties, MeterRegistry registry, SystemEvents events, Clock clock) {
        return new LeasedBudget(
                ledger,
                UUID.randomUUID().toString(),
                new Prices(properties.prices()),
                new BudgetMetrics(registry, events),
                clock);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService budgetTelling(LeasedBudget budget, AgentProperties properties) {
        var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent-worker-budget").factory());
        long pause = properties.budgetLease().dividedBy(4).toMillis();
        var _ = timer.scheduleWithFixedDelay(budget::tell, pause, pause, TimeUnit.MILLISECONDS);
        return timer;
    }
}
