package io.parley.bench.overhead;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Source and sink of the [RawRelay], in this process.
final class RelayContender implements Contender {

    private static final int VALUE_BYTES = 600;

    private final Process relay;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Object> consumerSettings;
    private final Thread sink = Thread.ofPlatform().daemon().name("relay-sink").unstarted(this::drain);
    private volatile LongConsumer listener = number -> {};
    private volatile boolean closed;

    RelayContender(Process relay, String bootstrap) {
        this.relay = relay;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumerSettings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ConsumerConfig.GROUP_ID_CONFIG, "bench-relay-sink",
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        sink.start();
    }

    @Override
    public String name() {
        return "raw relay";
    }

    @Override
    public void send(long number) {
        var key = ByteBuffer.allocate(Long.BYTES).putLong(number % 200).array();
        var value = ByteBuffer.allocate(VALUE_BYTES).putLong(number).array();
        var _ = producer.send(new ProducerRecord<>(RawRelay.TOPICS.getFirst(), key, value), RawRelay::requireSent);
    }

    @Override
    public void onEnd(LongConsumer newListener) {
        listener = newListener;
    }

    @Override
    public ProcessHandle process() {
        return relay.toHandle();
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ofSeconds(2));
        relay.destroy();
    }

    private void drain() {
        try (var consumer =
                new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(RawRelay.TOPICS.getLast()));
            while (!closed) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record ->
                                listener.accept(ByteBuffer.wrap(record.value()).getLong()));
            }
        }
    }
}
