package io.parley.bench.lanes;

import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/// A plain listener with a thread for each partition: what most people write, and in order.
final class SpringListenerContender implements Contender {

    @Override
    public void consume(Task task, Work work) {
        ContainerProperties properties = new ContainerProperties(task.topic());
        properties.setAckMode(ContainerProperties.AckMode.RECORD);
        properties.setGroupId(task.group());
        properties.setMessageListener((MessageListener<String, String>) record -> {
            try {
                work.handle(record.key(), record.value());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Map<String, Object> consumer = Map.of(
                "bootstrap.servers",
                task.bootstrap(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                10);
        ConcurrentMessageListenerContainer<String, String> container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(consumer, new StringDeserializer(), new StringDeserializer()),
                properties);
        container.setConcurrency(Backlog.PARTITIONS);
        container.start();
    }
}
