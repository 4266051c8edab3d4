package io.parley.agent.lane;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.AgentProperties;
import io.parley.agent.turn.Turns;
import io.parley.lanes.KeyLanes;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.ClientSettings;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LaneConfiguration {

    @Bean(destroyMethod = "close")
    Producer<String, IncomingMessage> incomingProducer(AgentProperties properties) {
        return new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "client.id",
                        "agent-worker-incoming",
                        "max.block.ms",
                        10_000)),
                new StringSerializer(),
                new AvroSerializer<>(IncomingMessage.class));
    }

    @Bean(destroyMethod = "close")
    Producer<byte[], byte[]> deadLetterProducer(AgentProperties properties) {
        return new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "client.id",
                        "agent-worker-dead-letters",
                        "max.block.ms",
                        10_000)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Bean
    IncomingLanes incomingLanes(
            AgentProperties properties,
            Turns turns,
            Producer<String, IncomingMessage> incomingProducer,
            Producer<byte[], byte[]> deadLetterProducer,
            TenantSettingsFeed installed,
            MeterRegistry registry) {
        Objects.requireNonNull(installed, "the feed's start has made sure of topics, offsets and settings");
        var wire = new AvroWire<>(IncomingMessage.class);
        var lanes = KeyLanes.<IncomingMessage>builder()
                .name("agent-worker")
                .consumer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "group.id",
                        Groups.AGENT_WORKER,
                        "auto.offset.reset",
                        "none",
                        "fetch.min.bytes",
                        1,
                        "max.poll.records",
                        500))
                .topics(Topics.INCOMING_MESSAGES)
                .decoder(record -> wire.decode(record.value()))
                .handler(new IncomingListener(
                        turns, new MisplacedPublisher(incomingProducer, registry), properties.partitions()))
                .deadLetters(new DeadLetterPublisher(deadLetterProducer, registry))
                .build();
        Gauge.builder(
                        "parley.lanes.in.flight",
                        lanes,
                        running -> running.stats().lanesInFlight())
                .register(registry);
        return new IncomingLanes(lanes, properties.drain());
    }

    /// Intake starts after everything else is there and stops before anything else goes.
    @Bean
    SmartLifecycle incomingLifecycle(IncomingLanes lanes) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                lanes.start();
                running = true;
            }

            @Override
            public void stop() {
                lanes.drain();
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }

    @Bean
    HealthIndicator lanesHealthIndicator(IncomingLanes lanes) {
        return () -> (lanes.isReady() ? Health.up() : Health.down())
                .withDetail("partitions", lanes.stats().assignedPartitions())
                .build();
    }
}
