package io.parley.egress;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.channels.Channel;
import io.parley.channels.Channels;
import io.parley.egress.routing.Kinds;
import java.time.Clock;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RouterProperties.class, KafkaProperties.class})
class RouterConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    Router router(RouterProperties properties, Channels channels, KafkaProperties kafka, MeterRegistry meters) {
        return new Router(
                properties,
                kinds(channels, properties),
                kafka.buildStreamsProperties(),
                kafka.buildAdminProperties(),
                meters,
                Clock.systemUTC());
    }

    private static Kinds kinds(Channels channels, RouterProperties properties) {
        var streaming = channels.all().stream()
                .filter(channel -> channel.sender().streams())
                .map(Channel::kind)
                .toList();
        return new Kinds(Set.copyOf(channels.kinds()), Set.copyOf(properties.channels()), Set.copyOf(streaming));
    }

    @Bean
    HealthIndicator streamThreadsHealthIndicator(Router router) {
        return upIf(router::isAlive);
    }

    @Bean
    HealthIndicator routingHealthIndicator(Router router) {
        return upIf(router::isReady);
    }

    private static HealthIndicator upIf(BooleanSupplier fact) {
        return () -> (fact.getAsBoolean() ? Health.up() : Health.down()).build();
    }
}
