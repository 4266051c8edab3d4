package io.parley.schemas;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// A real broker in this process, on a free port that it keeps when it is stopped and started again.
public final class EmbeddedBroker implements AutoCloseable {

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);

    public EmbeddedBroker() {
        broker.kafkaPorts(freePort());
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("log.retention.check.interval.ms", "500");
        broker.brokerProperty("log.initial.task.delay.ms", "500");
        broker.afterPropertiesSet();
    }

    public String address() {
        return broker.getBrokersAsString();
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address()));
    }

    /// Takes the broker away, its data stay.
    public void pause() {
        Objects.requireNonNull(broker.getCluster()).brokers().values().forEach(server -> {
            server.shutdown();
            server.awaitShutdown();
        });
    }

    public void resume() {
        Objects.requireNonNull(broker.getCluster()).brokers().values().forEach(server -> server.startup());
    }

    @Override
    public void close() {
        broker.destroy();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
