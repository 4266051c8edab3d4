package io.parley.agent.turn;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.AgentProperties;
import io.parley.agent.budget.Budget;
import io.parley.agent.event.SystemEvents;
import io.parley.agent.media.Media;
import io.parley.agent.memory.Memory;
import io.parley.agent.model.Model;
import io.parley.agent.model.Permits;
import io.parley.agent.model.Transcriber;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.ClientData;
import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tool.Toolbox;
import io.parley.schemas.ClientHash;
import io.parley.schemas.trace.Spans;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TurnConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(TurnConfiguration.class);

    @Bean
    StoredTurns turnStore(
            TenantTransactions transactions, TurnRepository turns, Memory memory, List<ClientData> others) {
        return new StoredTurns(transactions, turns, new TurnStatements(), memory, others);
    }

    @Bean
    RunningTurns runningTurns() {
        return new RunningTurns();
    }

    @Bean
    TurnMetrics turnMetrics(MeterRegistry registry) {
        return new TurnMetrics(registry);
    }

    @Bean(destroyMethod = "close")
    Spans spans(
            @Value("${parley.traces.endpoint:}") String endpoint, @Value("${parley.traces.headers:}") String headers) {
        return Spans.of("agent-worker", endpoint, headers);
    }

    @Bean
    TurnSpans turnSpans(Spans spans, AgentProperties properties) {
        return new TurnSpans(spans, new ClientHash(properties.internalToken()));
    }

    @Bean
    Workplace workplace(
            TurnStore store,
            Model model,
            Permits permits,
            Budget budget,
            Toolbox toolbox,
            Media media,
            Transcriber transcriber,
            Entries entries,
            Signs signs,
            Journal journal,
            TurnSpans spans,
            SystemEvents events,
            RunningTurns running,
            TurnMetrics metrics,
            Clock clock) {
        return new Workplace(
                store,
                model,
                permits,
                budget,
                toolbox,
                new Senses(media, transcriber),
                spans.around(entries),
                signs,
                new WatchedJournal(spans.around(journal), events),
                running,
                metrics,
                clock);
    }

    /// Once a day, and a while after the start.
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService turnRetention(
            TurnStore store, CurrentSettings settings, AgentProperties properties, Clock clock) {
        var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent-worker-retention").factory());
        Runnable forget = () -> {
            try {
                var before = clock.instant().minus(properties.keepTurns());
                settings.tenants().forEach(tenant -> store.forget(tenant, before));
            } catch (DatabaseAway e) {
                LOG.atWarn().setCause(e).log("old turns stay until tomorrow");
            }
        };
        var _ = timer.scheduleWithFixedDelay(forget, 10, 24 * 60, TimeUnit.MINUTES);
        return timer;
    }

    @Bean
    Turns turns(Workplace workplace, CurrentSettings settings, AgentProperties properties) {
        var model = properties.model();
        return new Turns(
                workplace,
                settings,
                new Prompting(model.baseUrl(), model.apiKey(), model.name(), model.transcription(), model.tries()),
                new ClientHash(properties.internalToken()));
    }
}
