package io.parley.lanes;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka consumer with one ordered lane for each key.
///
/// Thousands of keys are handled at once, each in its own order, on virtual threads. What is committed is
/// never beyond something unfinished; a restart repeats almost nothing, because the records finished beyond
/// the committed offset are named in the commit's metadata.
///
/// Failures of infrastructure are retried without limit and hold up only their own lanes. When they are
/// general, the lanes keep their records, the partitions fill up to their share of `maxBufferedBytes` and are
/// paused: intake stops by itself and goes on by itself. Only a parked record goes to the dead letters.
///
/// A key that piles up beyond `maxRecordsPerLane` stops nobody: of its further records only the offsets are
/// kept, and they are read again when half of the kept ones are finished. The topics must therefore not be
/// compacted, and keep their records for longer than anything stays unfinished.
public final class KeyLanes<V> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyLanes.class);
    private static final Duration CLOSE_DRAIN = Duration.ofSeconds(5);
    /// What the poll thread may need beyond the drain: the last commit, leaving the group.
    private static final Duration LEAVE = Duration.ofSeconds(15);

    private final Settings<V> settings;
    private final Shared<V> shared;
    private @Nullable PollLoop<V> loop;

    private KeyLanes(Settings<V> settings) {
        this.settings = settings;
        this.shared = Shared.of(settings);
    }

    public static <V> Builder<V> builder() {
        return new Builder<>();
    }

    /// Joins the group and begins to poll, on a thread of its own.
    ///
    /// @throws IllegalStateException when called for the second time
    public synchronized void start() {
        if (loop != null) {
            throw new IllegalStateException("started already");
        }
        loop = new PollLoop<>(shared, settings.consumer().get());
        Thread.ofPlatform().name(settings.name() + "-poll").daemon().start(loop);
    }

    /// False as soon as the poll thread has ended, and before the group has answered for the first time.
    public boolean isHealthy() {
        PollLoop<V> current = loop();
        return current != null && current.isHealthy();
    }

    public Stats stats() {
        PollLoop<V> current = loop();
        return current == null ? new Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) : current.stats();
    }

    private synchronized @Nullable PollLoop<V> loop() {
        return loop;
    }

    /// Stops intake, lets running handlers end for at most this long, cancels the rest with
    /// [Cancellation#SHUTDOWN], commits and leaves the group. May be called again, and without a start.
    public void close(Duration drain) {
        PollLoop<V> current = loop();
        if (current == null) {
            return;
        }
        current.stop(drain);
        try {
            if (!current.awaitEnd(drain.plus(LEAVE))) {
                log.atWarn().addKeyValue("name", settings.name()).log("poll thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(CLOSE_DRAIN);
    }

    /// Consumer, topics, decoder, handler and dead letters are required; everything else has a default.
    public static final class Builder<V> {
        private String name = "key-lanes";
        private @Nullable Supplier<Consumer<byte[], byte[]>> consumer;
        private List<String> topics = List.of();
        private @Nullable RecordDecoder<V> decoder;
        private @Nullable LaneHandler<V> handler;
        private @Nullable DeadLetters deadLetters;
        private Predicate<LaneRecord<V>> cancels = record -> false;
        private java.util.function.Consumer<Ownership> released = ownership -> {};
        private int maxRunning = Integer.MAX_VALUE;
        private long maxBufferedBytes = 64L << 20;
        private int maxRecordsPerLane = 256;
        private int maxRecordBytes = 1 << 20;
        private Duration commitInterval = Duration.ofMillis(500);
        private Duration revokeWait = Duration.ofMillis(1500);
        private Duration stalledAfter = Duration.ofMinutes(1);
        private Duration maxBackoff = Duration.ofSeconds(30);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /// Begins the names of threads; also the consumer's `client.id` unless its properties name one.
        public Builder<V> name(String name) {
            this.name = name;
            return this;
        }

        /// The consumer's properties: at least `bootstrap.servers`, `group.id` and `auto.offset.reset`.
        /// Deserializers and `enable.auto.commit` are set here; `group.protocol` is `consumer` unless they
        /// say otherwise, and `fetch.max.wait.ms` is 100, because records that are read again wait for the
        /// fetch under way.
        public Builder<V> consumer(Map<String, ?> properties) {
            Map<String, Object> copy = new HashMap<>(properties);
            return consumer(() -> {
                copy.putIfAbsent("group.protocol", "consumer");
                copy.putIfAbsent("client.id", name);
                copy.putIfAbsent("fetch.max.wait.ms", "100");
                copy.put("enable.auto.commit", "false");
                return new KafkaConsumer<>(copy, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            });
        }

        /// A ready-made consumer that does not commit by itself; called once, by `start`.
        public Builder<V> consumer(Supplier<Consumer<byte[], byte[]>> consumer) {
            this.consumer = consumer;
            return this;
        }

        public Builder<V> topics(Collection<String> topics) {
            this.topics = List.copyOf(topics);
            return this;
        }

        public Builder<V> topics(String... topics) {
            return topics(List.of(topics));
        }

        public Builder<V> decoder(RecordDecoder<V> decoder) {
            this.decoder = decoder;
            return this;
        }

        public Builder<V> handler(LaneHandler<V> handler) {
            this.handler = handler;
            return this;
        }

        public Builder<V> deadLetters(DeadLetters deadLetters) {
            this.deadLetters = deadLetters;
            return this;
        }

        /// A record that cancels the work running before it in its lane, see [Cancellation#BY_CLIENT]. Asked
        /// on the poll thread; must not throw. Default: none does.
        public Builder<V> cancels(Predicate<LaneRecord<V>> cancels) {
            this.cancels = cancels;
            return this;
        }

        /// Told when an ownership is over, if a record was ever read under it; calls of the handler that ran under
        /// it may still be running. On the poll thread: must be quick and must not throw. Default: nobody is.
        public Builder<V> released(java.util.function.Consumer<Ownership> released) {
            this.released = released;
            return this;
        }

        /// How many calls of the handler may run at a time; the other lanes wait in order. Default: no limit.
        public Builder<V> maxRunning(int maxRunning) {
            this.maxRunning = maxRunning;
            return this;
        }

        /// How much is read ahead, shared out evenly among the assigned partitions. Default 64 MB.
        public Builder<V> maxBufferedBytes(long maxBufferedBytes) {
            this.maxBufferedBytes = maxBufferedBytes;
            return this;
        }

        /// How many records of one key are kept at a time; those beyond are read again when their time has
        /// come. Default 256.
        public Builder<V> maxRecordsPerLane(int maxRecordsPerLane) {
            this.maxRecordsPerLane = maxRecordsPerLane;
            return this;
        }

        /// Larger records are dead-lettered without being decoded. Default 1 MB.
        public Builder<V> maxRecordBytes(int maxRecordBytes) {
            this.maxRecordBytes = maxRecordBytes;
            return this;
        }

        /// Default 500 ms.
        public Builder<V> commitInterval(Duration commitInterval) {
            this.commitInterval = commitInterval;
            return this;
        }

        /// How long running handlers may still end when their partition is revoked. Default 1.5 s.
        public Builder<V> revokeWait(Duration revokeWait) {
            this.revokeWait = revokeWait;
            return this;
        }

        /// A partition whose lowest unfinished record stays the same for longer is warned about. Default 1
        /// minute.
        public Builder<V> stalledAfter(Duration stalledAfter) {
            this.stalledAfter = stalledAfter;
            return this;
        }

        /// Upper bound of the back-off after exceptions of the handler and failures of the dead letters.
        /// Default 30 s.
        public Builder<V> maxBackoff(Duration maxBackoff) {
            this.maxBackoff = maxBackoff;
            return this;
        }

        public Builder<V> clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        public KeyLanes<V> build() {
            if (topics.isEmpty()) {
                throw new IllegalArgumentException("no topics");
            }
            var limits = new Settings.Limits(
                    positive("maxRunning", maxRunning),
                    positive("maxBufferedBytes", maxBufferedBytes),
                    positive("maxRecordsPerLane", maxRecordsPerLane),
                    positive("maxRecordBytes", maxRecordBytes),
                    commitInterval,
                    revokeWait,
                    stalledAfter,
                    maxBackoff);
            return new KeyLanes<>(new Settings<>(
                    name,
                    requireNonNull(consumer, "consumer"),
                    topics,
                    requireNonNull(decoder, "decoder"),
                    requireNonNull(handler, "handler"),
                    requireNonNull(deadLetters, "deadLetters"),
                    cancels,
                    released,
                    limits,
                    clock));
        }

        private static <N extends Number> N positive(String name, N value) {
            if (value.longValue() <= 0) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
