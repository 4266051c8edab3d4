package io.parley.schemas.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a topic of one partition from its beginning to its end, then follows it, on one thread of its own. When
/// reading
/// fails, it starts over from the beginning: what it hands out must bear being told again.
public final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    private final Map<String, Object> settings;
    private final TopicPartition partition;
    private final Consumer<ConsumerRecord<String, byte[]>> each;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Object progress = new Object();
    private final Thread thread;
    private long taken;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean closed;

    /// A follower that is not started yet.
    ///
    /// @param common bootstrap servers, client id and security of the service's Kafka clients
    /// @param each called with every record, in order, on the follower's thread
    public TopicFollower(Map<String, Object> common, String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
        settings = new HashMap<>(common);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        settings.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        settings.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        partition = new TopicPartition(topic, 0);
        this.each = each;
        thread = Thread.ofPlatform()
                .daemon()
                .name(common.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, "parley") + "-" + topic)
                .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Whether everything that stood in the topic at the start has been read, and the follower still lives.
    public boolean isReady() {
        return caughtUp.getCount() == 0 && thread.isAlive();
    }

    /// Waits until everything that stood in the topic at the start has been read.
    ///
    /// @return false when the time was up first
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits until the record at this offset has been handed out.
    ///
    /// @return false when the time was up first
    public boolean awaitOffset(long offset, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (progress) {
            while (taken <= offset) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                progress.wait(left);
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        var reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var reading = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = reading;
                follow(reading);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("topic", partition.topic())
                        .log("reading a topic failed, starting over");
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> reading) {
        reading.assign(List.of(partition));
        reading.seekToBeginning(List.of(partition));
        long end = reading.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (!closed) {
            if (reading.position(partition) >= end) {
                caughtUp.countDown();
            }
            var records = reading.poll(Duration.ofSeconds(1));
            if (!records.isEmpty()) {
                records.forEach(each);
                takenUpTo(reading.position(partition));
            }
        }
    }

    private void takenUpTo(long next) {
        synchronized (progress) {
            taken = next;
            progress.notifyAll();
        }
    }
}
