package io.parley.agent.tool;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.event.SystemEvents;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ToolConfiguration {

    private static final int PLACES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean(destroyMethod = "close")
    Toolbox toolbox(ObjectProvider<ToolSource> sources, MeterRegistry registry, SystemEvents events) {
        var breaker = CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(60)
                .waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(2)
                .build();
        return new BoundedToolbox(
                sources.orderedStream().toList(),
                new BoundedToolbox.Limits(PLACES, PATIENCE, breaker),
                new ToolMetrics(registry),
                events);
    }
}
