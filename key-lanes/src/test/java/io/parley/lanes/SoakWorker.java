package io.parley.lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// A worker process of the [SoakIT]: for each burst it works up to 300 ms, writes its records to the topic
/// `effects`, and finishes them once that is stored.
final class SoakWorker {
    static final String LETTERS = "letters";
    static final String EFFECTS = "effects";
    static final String GROUP = "soak";
    static final String READY = "ready";

    private final KafkaProducer<String, String> effects;

    private SoakWorker(String bootstrapServers) {
        effects = new KafkaProducer<>(
                RealBroker.producing(bootstrapServers), new StringSerializer(), new StringSerializer());
    }

    /// Arguments: the bootstrap servers.
    public static void main(String... arguments) throws InterruptedException {
        SoakWorker worker = new SoakWorker(arguments[0]);
        KeyLanes<String> lanes = RealBroker.lanes(RealBroker.consuming(arguments[0], GROUP, "none"), LETTERS)
                .name("soak")
                .handler(worker::handle)
                .deadLetters((record, reason, cause) -> {
                    throw new IllegalStateException("nothing here is poison, but: " + reason);
                })
                .maxRecordsPerLane(20)
                .build();
        lanes.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> lanes.close(Duration.ofSeconds(2))));
        System.out.println(READY);
        Thread.currentThread().join();
    }

    private Ending handle(Lane<String> lane) throws InterruptedException {
        List<LaneRecord<String>> burst = new ArrayList<>(List.of(lane.take()));
        Instant until = Instant.now().plusMillis(ThreadLocalRandom.current().nextInt(300));
        while (lane.await(until) == Signal.NEWER) {
            lane.newer().forEach(newer -> burst.add(lane.take()));
        }
        if (ThreadLocalRandom.current().nextInt(20) == 0) {
            return new Ending.Retry(Duration.ofMillis(20), "bad luck");
        }
        try {
            for (LaneRecord<String> record : burst) {
                effects.send(effect(record)).get();
            }
            return new Ending.Finished();
        } catch (ExecutionException e) {
            return new Ending.Retry(Duration.ofMillis(100), "effect not stored");
        }
    }

    private static ProducerRecord<String, String> effect(LaneRecord<String> record) {
        String value = record.offset() + " " + record.value();
        return new ProducerRecord<>(EFFECTS, record.partition(), record.key(), value);
    }
}
