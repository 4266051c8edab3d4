package io.parley.agent.tool;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.parley.agent.event.SystemEvents;
import io.parley.agent.settings.AgentSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All tools of all sources, each call on a virtual thread of its own.
///
/// What one tenant's source does, hang or fail, is held against that tenant and source alone: they share a circuit
/// breaker and a number of places, and nothing with anybody else.
final class BoundedToolbox implements Toolbox, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedToolbox.class);
    private static final Duration LAST_WRITES = Duration.ofSeconds(2);

    private final List<ToolSource> sources;
    private final Limits limits;
    private final ToolMetrics metrics;
    private final SystemEvents events;
    private final Map<Group, Guard> guards = new ConcurrentHashMap<>();
    private final Set<BoundedCall> running = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;

    /// Whose calls share a breaker and places.
    private record Group(String tenant, String source) {}

    private record Guard(CircuitBreaker breaker, Semaphore places) {}

    /// How much a tenant's source may take.
    ///
    /// @param places calls of a tenant to one source at a time
    /// @param patience how long a call waits for a place
    record Limits(int places, Duration patience, CircuitBreakerConfig breaker) {}

    BoundedToolbox(List<ToolSource> sources, Limits limits, ToolMetrics metrics, SystemEvents events) {
        // Stable: sources that are alike keep their order.
        this.sources = sources.stream()
                .sorted(Comparator.comparing(ToolSource::givesWay))
                .toList();
        this.limits = limits;
        this.metrics = metrics;
        this.events = events;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("agent-worker-tool-timer").factory());
        this.timer.setRemoveOnCancelPolicy(true);
    }

    private Guard guard(Group group) {
        var breaker = CircuitBreaker.of(group.tenant() + "/" + group.source(), limits.breaker());
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                LOG.atWarn()
                        .addKeyValue("tenant", group.tenant())
                        .addKeyValue("source", group.source())
                        .log("tool source is not asked for a while");
                events.tell(group.tenant(), SystemEvents.Kind.BREAKER_OPEN, Map.of("source", group.source()));
            }
        });
        return new Guard(breaker, new Semaphore(limits.places(), true));
    }

    @Override
    public List<Tool.Spec> specs(AgentSettings settings) {
        return tools(settings)
                .map(Tool::spec)
                .sorted(Comparator.comparing(Tool.Spec::name))
                .toList();
    }

    private Stream<Tool> tools(AgentSettings settings) {
        return sources.stream()
                .flatMap(source -> source.tools(settings).stream())
                .collect(Collectors.toMap(
                        tool -> tool.spec().name(), Function.identity(), (first, second) -> first, LinkedHashMap::new))
                .values()
                .stream();
    }

    @Override
    public Call call(String name, ToolCall call, Runnable wake) {
        var tool = tools(call.settings())
                .filter(offered -> offered.spec().name().equals(name))
                .findFirst();
        if (tool.isEmpty()) {
            return failed(ToolMetrics.UNKNOWN, Outcome.Failed.UNKNOWN_TOOL, wake);
        }
        var spec = tool.get().spec();
        var guard = guards.computeIfAbsent(new Group(call.client().tenant(), spec.source()), this::guard);
        if (!guard.breaker().tryAcquirePermission()) {
            return failed(name, Outcome.Failed.BREAKER_OPEN, wake);
        }
        var bounded = new BoundedCall(
                tool.get(),
                guard.breaker(),
                new BoundedCall.Place(guard.places(), limits.patience()),
                timer,
                new BoundedCall.Ending(metrics, wake));
        running.add(bounded);
        Thread.ofVirtual().name("agent-worker-tool-" + name).start(() -> {
            try {
                bounded.run(call);
            } finally {
                running.remove(bounded);
            }
        });
        return bounded;
    }

    private Call failed(String name, String reason, Runnable wake) {
        metrics.ended(name, reason);
        var outcome = Optional.<Outcome>of(new Outcome.Failed(reason));
        wake.run();
        return new Call() {
            @Override
            public Optional<Outcome> outcome() {
                return outcome;
            }

            @Override
            public void cancel() {
                // It is over.
            }
        };
    }

    /// Ends the calls that only read, and gives those that write a last moment.
    @Override
    public void close() {
        running.forEach(BoundedCall::cancel);
        long deadline = System.nanoTime() + LAST_WRITES.toNanos();
        try {
            for (var call : List.copyOf(running)) {
                call.awaitEnd(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
        }
    }
}
