package io.parley.agent.reply;

import io.parley.agent.AgentProperties;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.TurnProgress;
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
class ReplyConfiguration {

    @Bean(destroyMethod = "close")
    Producer<String, AgentReply> replyProducer(AgentProperties properties) {
        return new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "client.id",
                        "agent-worker-replies",
                        "max.block.ms",
                        10_000)),
                new StringSerializer(),
                new AvroSerializer<>(AgentReply.class));
    }

    @Bean
    EntryPublisher entryPublisher(Producer<String, AgentReply> replyProducer, Clock clock) {
        return new EntryPublisher(replyProducer, clock);
    }

    @Bean(destroyMethod = "close")
    ProgressPublisher progressPublisher(AgentProperties properties, Clock clock) {
        // Gives up soon: an old sign of life is worth nothing.
        var settings = ClientSettings.producer(Map.of(
                "bootstrap.servers",
                properties.bootstrapServers(),
                "client.id",
                "agent-worker-progress",
                "max.block.ms",
                1_000,
                "request.timeout.ms",
                4_000,
                "delivery.timeout.ms",
                5_000,
                "buffer.memory",
                8L << 20,
                "linger.ms",
                10));
        return new ProgressPublisher(
                        new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(TurnProgress.class)),
                        clock)
                .start();
    }
}
