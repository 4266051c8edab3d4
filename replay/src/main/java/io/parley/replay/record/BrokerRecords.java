package io.parley.replay.record;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.wire.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// The topics of a running broker. Belongs to no group and commits nothing: who reads here leaves no trace.
public final class BrokerRecords implements Records {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<String> HEADERS = List.of(HeaderNames.TENANT, HeaderNames.TRACEPARENT);

    private final String bootstrap;

    public BrokerRecords(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public Recording read(Selection selection) {
        try (var consumer = consumer()) {
            var there = consumer.listTopics();
            if (!there.containsKey(Kept.JOURNAL.topic())) {
                throw new Unreadable("the Kafka at " + bootstrap + " has no topic " + Kept.JOURNAL.topic());
            }
            var recording = new Recording();
            for (var kept : Kept.all()) {
                int partitions = there.getOrDefault(kept.topic(), List.of()).size();
                read(consumer, kept, places(kept, selection, partitions), selection, recording);
            }
            return recording.sorted();
        } catch (KafkaException e) {
            throw new Unreadable("no Kafka can be read at " + bootstrap + " (--kafka HOST:PORT)", e);
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrap,
                        "client.id",
                        "parley-replay",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        2_000,
                        "request.timeout.ms",
                        8_000,
                        "default.api.timeout.ms",
                        10_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> places(Kept<?> kept, Selection selection, int partitions) {
        if (partitions == 0) {
            return List.of();
        }
        return selection
                .client()
                .map(client -> kept.partitionOf(client, partitions))
                .filter(partition -> partition.isPresent())
                .map(partition -> IntStream.of(partition.getAsInt()))
                .orElseGet(() -> IntStream.range(0, partitions))
                .mapToObj(partition -> new TopicPartition(kept.topic(), partition))
                .toList();
    }

    private static <T extends SpecificRecord> void read(
            KafkaConsumer<String, byte[]> consumer,
            Kept<T> kept,
            List<TopicPartition> places,
            Selection selection,
            Recording recording) {
        consumer.assign(places);
        var ends = new HashMap<>(consumer.endOffsets(places));
        seek(consumer, kept, places, selection, ends);
        Set<TopicPartition> open = places.stream()
                .filter(place -> consumer.position(place) < ends.getOrDefault(place, 0L))
                .collect(Collectors.toSet());
        while (!open.isEmpty()) {
            for (var record : consumer.poll(POLL)) {
                add(kept, record, selection, recording);
            }
            open.removeIf(place -> consumer.position(place) >= ends.getOrDefault(place, 0L));
            consumer.pause(
                    places.stream().filter(place -> !open.contains(place)).toList());
        }
    }

    /// Between the two times, where the topic has them.
    private static void seek(
            KafkaConsumer<String, byte[]> consumer,
            Kept<?> kept,
            List<TopicPartition> places,
            Selection selection,
            Map<TopicPartition, Long> ends) {
        consumer.seekToBeginning(places);
        if (!kept.isByTime()) {
            return;
        }
        selection
                .since()
                .ifPresent(since -> at(consumer, places, since).forEach((place, offset) -> {
                    if (offset == null) {
                        ends.put(place, 0L);
                    } else {
                        consumer.seek(place, offset);
                    }
                }));
        selection
                .until()
                .ifPresent(until -> at(consumer, places, until.plusMillis(1)).forEach((place, offset) -> {
                    if (offset != null) {
                        ends.merge(place, offset, Math::min);
                    }
                }));
    }

    /// The first offset at or after the time in each partition; null where there is none.
    private static Map<TopicPartition, Long> at(
            KafkaConsumer<String, byte[]> consumer, List<TopicPartition> places, Instant time) {
        var wanted = places.stream().collect(Collectors.toMap(place -> place, place -> time.toEpochMilli()));
        var offsets = new HashMap<TopicPartition, Long>();
        consumer.offsetsForTimes(wanted)
                .forEach((place, found) -> offsets.put(place, found == null ? null : found.offset()));
        return offsets;
    }

    private static <T extends SpecificRecord> void add(
            Kept<T> kept, ConsumerRecord<String, byte[]> record, Selection selection, Recording recording) {
        var at = Instant.ofEpochMilli(record.timestamp());
        if (record.key() == null || record.value() == null || !selection.takes(kept, record.key(), at)) {
            return;
        }
        try {
            recording.add(
                    kept,
                    new Logged<>(
                            record.key(),
                            kept.wire().decode(record.value()),
                            record.partition(),
                            record.offset(),
                            at,
                            headers(record.headers())));
        } catch (UndecodableRecord e) {
            // No service can read it either: it is a dead letter, and part of no conversation.
        }
    }

    private static Map<String, String> headers(Headers all) {
        return HEADERS.stream()
                .flatMap(name -> Stream.ofNullable(all.lastHeader(name)))
                .filter(header -> header.value() != null)
                .collect(Collectors.toMap(
                        header -> header.key(), header -> new String(header.value(), StandardCharsets.UTF_8)));
    }
}
