package io.parley.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Worker processes join, leave, are killed and frozen under load on a real broker. What took effect is read
/// from a topic that the workers write to, in the order in which the broker has it.
@Tag("slow")
class SoakIT {
    private static final int PARTITIONS = 6;
    private static final int KEYS = 150;
    private static final int PER_SECOND = 200;
    private static final Duration LOAD = Duration.ofSeconds(25);
    private static final int FROZEN_SECONDS = 5;

    private final long seed = Long.getLong("lanes.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<Process> workers = new ArrayList<>();
    private final Map<Integer, BitSet> effects = new HashMap<>();
    private final Map<String, Integer> lastOfKey = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final int[] numbers = new int[KEYS];
    private final List<Future<?>> sends = new ArrayList<>();
    private int handled;
    private int disturbances;
    private int kills;

    @TempDir
    private Path directory;

    @Test
    void joins_leaves_and_kills_lose_nothing_and_keep_the_order() throws Exception {
        try (RealBroker broker = new RealBroker();
                KafkaConsumer<String, String> reader = reader(broker)) {
            prepare(broker, reader);
            for (int i = 0; i < 3; i++) {
                start(broker);
            }
            load(broker, reader);
            await().pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> {
                        look(broker, reader);
                        return committed(broker).values().stream()
                                        .mapToLong(OffsetAndMetadata::offset)
                                        .sum()
                                == sent();
                    });
            System.out.printf("soak, seed %d: %d records, %d handled, %d kills%n", seed, sent(), handled, kills);

            assertThat(violations).isEmpty();
            assertThat(effects.values().stream().mapToInt(BitSet::cardinality).sum())
                    .isEqualTo(sent());
            assertThat(kills).isGreaterThanOrEqualTo(2);
            // What a frozen worker holds it writes when it wakes, and the slower the machine, the more that is.
            assertThat(handled - sent()).isLessThan(sent());
        } finally {
            workers.forEach(Process::destroyForcibly);
        }
    }

    private static KafkaConsumer<String, String> reader(RealBroker broker) {
        return new KafkaConsumer<>(
                RealBroker.consuming(broker.bootstrapServers(), "reader", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private void prepare(RealBroker broker, KafkaConsumer<String, String> reader) throws Exception {
        broker.createTopic(SoakWorker.LETTERS, PARTITIONS);
        broker.createTopic(SoakWorker.EFFECTS, PARTITIONS);
        Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
        List<TopicPartition> written = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            beginning.put(new TopicPartition(SoakWorker.LETTERS, partition), new OffsetAndMetadata(0));
            written.add(new TopicPartition(SoakWorker.EFFECTS, partition));
        }
        broker.admin()
                .alterConsumerGroupOffsets(SoakWorker.GROUP, beginning)
                .all()
                .get();
        reader.assign(written);
        reader.seekToBeginning(written);
    }

    /// One record every few milliseconds; a look every half second; every third second something happens to
    /// the workers.
    private void load(RealBroker broker, KafkaConsumer<String, String> reader) throws Exception {
        long begin = System.nanoTime();
        for (int tick = 1; System.nanoTime() - begin < LOAD.toNanos(); tick++) {
            for (int i = 0; i < PER_SECOND / 10; i++) {
                int key = random.nextInt(10) == 0 ? 0 : random.nextInt(KEYS);
                sends.add(broker.producer()
                        .send(new ProducerRecord<>(SoakWorker.LETTERS, "key" + key, "" + numbers[key]++)));
            }
            if (tick % 5 == 0) {
                look(broker, reader);
            }
            if (tick % 30 == 0) {
                disturb(broker);
            }
            long rest = begin + tick * TimeUnit.MILLISECONDS.toNanos(100) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(rest);
        }
        for (Future<?> send : sends) {
            send.get();
        }
    }

    /// In turn: somebody is killed, leaves in good order, is frozen for longer than its session, and somebody
    /// joins.
    private void disturb(RealBroker broker) throws IOException {
        int turn = disturbances++ % 4;
        Process worker = workers.get(random.nextInt(workers.size()));
        switch (turn) {
            case 0 -> {
                workers.remove(worker);
                worker.destroyForcibly();
                kills++;
            }
            case 1 -> {
                workers.remove(worker);
                worker.destroy();
            }
            case 2 -> freeze(worker);
            default -> start(broker);
        }
        if (workers.size() < 2) {
            start(broker);
        }
    }

    private static void freeze(Process worker) throws IOException {
        String pid = String.valueOf(worker.pid());
        new ProcessBuilder("kill", "-STOP", pid).start();
        new ProcessBuilder("sh", "-c", "sleep " + FROZEN_SECONDS + "; kill -CONT " + pid).start();
    }

    private void start(RealBroker broker) {
        ProcessBuilder builder = ChildJvm.of(List.of("-Xmx200m"), SoakWorker.class, List.of(broker.bootstrapServers()));
        builder.redirectOutput(directory.resolve("worker" + System.nanoTime()).toFile());
        workers.add(ChildJvm.start(builder));
    }

    private int sent() {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    /// First reads what is committed, then all effects up to now: each committed record must be among them.
    private void look(RealBroker broker, KafkaConsumer<String, String> reader) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> commits = committed(broker);
        Map<TopicPartition, Long> ends = reader.endOffsets(reader.assignment());
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            reader.poll(Duration.ofMillis(100)).forEach(this::tookEffect);
        }
        commits.forEach((id, commit) -> {
            BitSet premature = Witness.covered(commit);
            premature.andNot(effects.getOrDefault(id.partition(), new BitSet()));
            if (!premature.isEmpty()) {
                violations.add("%s: %s committed, but unfinished: %s".formatted(id, commit, premature));
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(RealBroker broker) throws Exception {
        return broker.admin()
                .listConsumerGroupOffsets(SoakWorker.GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private void tookEffect(ConsumerRecord<String, String> effect) {
        handled++;
        String value = effect.value();
        int space = value.indexOf(' ');
        BitSet ofPartition = effects.computeIfAbsent(effect.partition(), p -> new BitSet());
        int offset = Integer.parseInt(value.substring(0, space));
        if (ofPartition.get(offset)) {
            return;
        }
        ofPartition.set(offset);
        int number = Integer.parseInt(value.substring(space + 1));
        int expected = lastOfKey.getOrDefault(effect.key(), -1) + 1;
        if (number != expected) {
            violations.add("%s: %d instead of %d".formatted(effect.key(), number, expected));
        }
        lastOfKey.put(effect.key(), number);
    }
}
