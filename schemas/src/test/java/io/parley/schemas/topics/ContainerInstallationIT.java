package io.parley.schemas.topics;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/// Runs where a Docker engine answers.
@Testcontainers(disabledWithoutDocker = true)
class ContainerInstallationIT extends InstallationContract {

    @Container
    private static final KafkaContainer BROKER = new KafkaContainer("apache/kafka:4.2.1");

    @Override
    String address() {
        return BROKER.getBootstrapServers();
    }
}
