package io.parley.agent.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.AgentProperties;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean(destroyMethod = "close")
    Producer<String, SystemEvent> systemEventProducer(AgentProperties properties) {
        return new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "client.id",
                        "agent-worker-system-events",
                        "max.block.ms",
                        10_000)),
                new StringSerializer(),
                new AvroSerializer<>(SystemEvent.class));
    }

    @Bean
    SystemEventPublisher systemEvents(
            Producer<String, SystemEvent> systemEventProducer, MeterRegistry registry, Clock clock) {
        return new SystemEventPublisher(systemEventProducer, registry, clock);
    }
}
