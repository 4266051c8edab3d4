package io.parley.bench.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/// A topic with more records than anybody can handle in the time: 256 bytes each, their keys drawn at random.
final class Backlog {

    static final int PARTITIONS = 12;
    static final String TOPIC = "bench-lanes";
    private static final int KEYS_PER_HANDLER = 6;
    private static final String PADDING = "x".repeat(250);
    private static final long SEED = 42;

    private Backlog() {}

    /// Returns when all of it is stored.
    static void store(String bootstrap, int records, int inFlight) throws ExecutionException, InterruptedException {
        createTopic(bootstrap);
        int keys = Math.max(1_000, inFlight * KEYS_PER_HANDLER);
        int[] numbers = new int[keys];
        Random random = new Random(SEED);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            List<Future<?>> sends = new ArrayList<>(records);
            for (int i = 0; i < records; i++) {
                int key = random.nextInt(keys);
                sends.add(producer.send(new ProducerRecord<>(TOPIC, "key" + key, numbers[key]++ + " " + PADDING)));
            }
            for (Future<?> send : sends) {
                send.get();
            }
        }
    }

    /// Returns when every partition answers: a producer that is quicker than the partitions' creation can get
    /// its sequence numbers out of step with the broker, and then stands still until its delivery time-out.
    private static void createTopic(String bootstrap) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                    .collect(Collectors.toMap(Function.identity(), id -> OffsetSpec.latest()));
            admin.listOffsets(ends).all().get();
        }
    }
}
