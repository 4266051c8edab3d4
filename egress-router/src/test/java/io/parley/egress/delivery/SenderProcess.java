package io.parley.egress.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.channels.Channel;
import io.parley.schemas.ClientHash;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.wire.ClientSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What a process that delivers has of its own, on a real broker; its follower can be paused.
final class SenderProcess implements AutoCloseable {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<SystemEvent> events = new CopyOnWriteArrayList<>();
    private final ReentrantLock pause = new ReentrantLock(true);
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaProducer<byte[], byte[]> letters;
    private final ReceiptFollower follower;
    private final ChannelLanes lanes;

    SenderProcess(String broker, Channel channel, Duration formerOwner) {
        Map<String, Object> settings =
                ClientSettings.producer(new HashMap<>(Map.of("bootstrap.servers", broker, "max.block.ms", 5_000)));
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        letters = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        follower = new ReceiptFollower(() -> new PausableConsumer(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest", "enable.auto.commit", false)));
        lanes = new Stations(
                        Office.customers(),
                        bulletin(),
                        meters,
                        new ClientHash(""),
                        Spans.none(),
                        Clock.systemUTC(),
                        formerOwner)
                .lanes(
                        channel,
                        new ReceiptsPublisher(producer, follower),
                        Map.of("bootstrap.servers", broker),
                        letters);
    }

    private Bulletin bulletin() {
        return new Bulletin() {
            @Override
            public void tell(SystemEvent event) {
                events.add(event);
            }

            @Override
            public void moved(ClientAlias alias) {
                // nobody moves
            }
        };
    }

    SenderProcess start() {
        follower.start();
        lanes.start();
        return this;
    }

    /// Reads no receipts until it goes on: as a process that is stopped between two calls of the broker.
    void pause() {
        pause.lock();
    }

    void resume() {
        pause.unlock();
    }

    /// Gives its partitions to others, while calls under way go on.
    void leaveGroup() {
        lanes.close(Duration.ZERO);
    }

    /// As by a kill: nothing is waited for, what runs counts for nothing any more.
    void abandon() {
        lanes.close(Duration.ZERO);
        follower.close();
    }

    @Override
    public void close() {
        abandon();
        producer.close(Duration.ofSeconds(1));
        letters.close(Duration.ofSeconds(1));
    }

    private final class PausableConsumer extends KafkaConsumer<byte[], byte[]> {

        PausableConsumer(Map<String, Object> settings) {
            super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            pause.lock();
            try {
                return super.poll(timeout);
            } finally {
                pause.unlock();
            }
        }
    }
}
