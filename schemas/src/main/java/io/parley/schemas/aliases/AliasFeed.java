package io.parley.schemas.aliases;

import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/// Reads `client-aliases` to its end, then follows it, on one thread of its own: a change is seen within milliseconds.
///
/// A record that can't be read is left out with an ERROR in the log; the one before it keeps holding.
public final class AliasFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AliasFeed.class);

    private final Map<String, Object> consumerSettings;
    private final Aliases aliases = new Aliases();
    private final AvroWire<ClientAlias> wire = new AvroWire<>(ClientAlias.class);
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Object progress = new Object();
    private final Thread thread;
    private long taken;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean closed;

    private AliasFeed(Map<String, Object> common) {
        consumerSettings = new HashMap<>(common);
        consumerSettings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumerSettings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumerSettings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        consumerSettings.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        consumerSettings.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        thread = Thread.ofPlatform()
                .daemon()
                .name(common.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, "parley") + "-aliases")
                .unstarted(this::run);
    }

    /// A feed for one service, not started yet.
    ///
    /// @param common bootstrap servers, client id and security of the service's Kafka clients
    public static AliasFeed of(Map<String, Object> common) {
        return new AliasFeed(common);
    }

    public void start() {
        thread.start();
    }

    /// Whether everything that stood in the topic at the start has been read, and the feed still lives.
    public boolean isReady() {
        return caughtUp.getCount() == 0 && thread.isAlive();
    }

    /// Waits until everything that stood in the topic at the start has been read.
    ///
    /// @return false when the time was up first
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Whose client the person is of whom this client_id would be made; see [Aliases#clientIdOf].
    public Optional<String> clientIdOf(String aliasClientId) {
        return aliases.clientIdOf(aliasClientId);
    }

    /// The external id to which a client has moved last; see [Aliases#currentExternalId].
    public Optional<String> currentExternalId(String clientId) {
        return aliases.currentExternalId(clientId);
    }

    /// All that has been read so far, which grows as the topic does.
    public Aliases aliases() {
        return aliases;
    }

    /// Waits until the record at this offset has been taken in.
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
            try (var reading =
                    new KafkaConsumer<>(consumerSettings, new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = reading;
                follow(reading);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("reading client aliases failed, starting over");
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> reading) {
        var partition = new TopicPartition(Topics.CLIENT_ALIASES, 0);
        reading.assign(List.of(partition));
        reading.seekToBeginning(List.of(partition));
        long end = reading.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (!closed) {
            if (reading.position(partition) >= end) {
                caughtUp.countDown();
            }
            var records = reading.poll(Duration.ofSeconds(1));
            if (!records.isEmpty()) {
                records.forEach(this::apply);
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

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            aliases.apply(record.offset(), record.key(), record.value() == null ? null : wire.decode(record.value()));
        } catch (UndecodableRecord | IllegalArgumentException e) {
            LOG.atError().addKeyValue("offset", record.offset()).log("client alias unreadable, left out");
        }
    }
}
