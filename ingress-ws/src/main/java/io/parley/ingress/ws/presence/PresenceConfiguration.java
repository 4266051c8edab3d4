package io.parley.ingress.ws.presence;

import io.parley.ingress.ws.IngressWsProperties;
import io.parley.ingress.ws.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PresenceConfiguration {

    /// Open sockets are announced every two hours; the rest is for a reminder that had to be repeated, and
    /// for clocks.
    private static final Duration SPAN = Duration.ofMinutes(150);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    SessionLog sessionLog(KafkaSettings kafka, IngressWsProperties properties, Clock clock) {
        return new SessionLog(kafka.consumer("presence"), properties.partitions(), SPAN, PATIENCE, clock);
    }
}
