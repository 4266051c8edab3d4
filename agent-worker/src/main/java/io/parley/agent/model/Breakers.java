package io.parley.agent.model;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.parley.agent.event.SystemEvents;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A circuit breaker for each tenant, provider and model: what one tenant's requests or key do to a server is held
/// against that tenant alone, and a model that fails does not keep the fallback model from being asked.
final class Breakers {

    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);
    private static final int MOST = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final CircuitBreakerConfig config;
    private final SystemEvents events;
    private final LoadingCache<Key, CircuitBreaker> breakers =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build(this::breaker);

    private record Key(String tenant, URI provider, String model) {}

    Breakers(CircuitBreakerConfig config, SystemEvents events) {
        this.config = config;
        this.events = events;
    }

    CircuitBreaker of(String tenant, Prompt.Endpoint endpoint, String model) {
        return breakers.get(new Key(tenant, endpoint.baseUrl(), model));
    }

    private CircuitBreaker breaker(Key key) {
        var breaker = CircuitBreaker.of(key.provider() + " " + key.model(), config);
        breaker.getEventPublisher()
                .onStateTransition(
                        moved -> moved(key, moved.getStateTransition().getToState()));
        return breaker;
    }

    private void moved(Key key, CircuitBreaker.State to) {
        LOG.atWarn()
                .addKeyValue("tenant", key.tenant())
                .addKeyValue("source", key.provider())
                .addKeyValue("to", to)
                .log("circuit breaker of a model moved");
        if (to == CircuitBreaker.State.OPEN) {
            events.tell(
                    key.tenant(),
                    SystemEvents.Kind.BREAKER_OPEN,
                    Map.of("source", String.valueOf(key.provider().getHost()), "model", key.model()));
        }
    }
}
