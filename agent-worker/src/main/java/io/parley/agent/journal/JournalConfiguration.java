package io.parley.agent.journal;

import io.parley.agent.AgentProperties;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tool.Toolbox;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

    @Bean(destroyMethod = "close")
    Producer<String, TurnRecord> journalProducer(AgentProperties properties) {
        return new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "client.id",
                        "agent-worker-journal",
                        "max.block.ms",
                        10_000,
                        "compression.type",
                        "zstd")),
                new StringSerializer(),
                new AvroSerializer<>(TurnRecord.class));
    }

    @Bean
    JournalPublisher journalPublisher(
            Producer<String, TurnRecord> journalProducer, Toolbox toolbox, CurrentSettings settings) {
        return new JournalPublisher(
                journalProducer,
                turn -> settings.version(turn.client().tenant(), turn.settingsVersion())
                        .map(toolbox::specs)
                        .orElse(List.of()));
    }
}
