package io.parley.agent.agenda;

import io.parley.agent.AgentProperties;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.schemas.avro.AgendaEvent;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AgendaConfiguration {

    private static final Duration PAUSE = Duration.ofSeconds(10);
    /// Half of it is longer than one send can take.
    private static final Duration LEASE = Duration.ofSeconds(30);

    @Bean
    Outbox agendaOutbox(TenantTransactions transactions) {
        return new Outbox(transactions, UUID.randomUUID().toString(), LEASE);
    }

    @Bean(destroyMethod = "close")
    Producer<String, AgendaEvent> agendaEventProducer(AgentProperties properties) {
        return new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        "bootstrap.servers",
                        properties.bootstrapServers(),
                        "client.id",
                        "agent-worker-agenda-events",
                        "max.block.ms",
                        2_000,
                        "request.timeout.ms",
                        4_000,
                        "delivery.timeout.ms",
                        5_000)),
                new StringSerializer(),
                new AvroSerializer<>(AgendaEvent.class));
    }

    @Bean
    AgendaEventPublisher agendaEventPublisher(
            Outbox agendaOutbox, CurrentSettings settings, Producer<String, AgendaEvent> agendaEventProducer) {
        return new AgendaEventPublisher(agendaOutbox, settings, agendaEventProducer, PAUSE).start();
    }

    @Bean
    Appointments appointments(
            TenantTransactions transactions, Outbox agendaOutbox, AgendaEventPublisher publisher, Clock clock) {
        return new Appointments(transactions, agendaOutbox, publisher::nudge, clock);
    }

    @Bean
    AppointmentTools appointmentTools(Appointments appointments) {
        return new AppointmentTools(appointments);
    }
}
