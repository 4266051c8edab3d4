package io.parley.replay.record;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.wire.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
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
            read(consumer, places(there, selection), selection, recording);
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

    /// Where records are that may be wanted.
    private static Map<TopicPartition, Kept<?>> places(Map<String, List<PartitionInfo>> there, Selection selection) {
        var places = new HashMap<TopicPartition, Kept<?>>();
        for (var kept : Kept.all()) {
            int partitions = there.getOrDefault(kept.topic(), List.of()).size();
            partitions(kept, selection, partitions)
                    .forEach(partition -> places.put(new TopicPartition(kept.topic(), partition), kept));
        }
        return places;
    }

    private static IntStream partitions(Kept<?> kept, Selection selection, int partitions) {
        var one = partitions == 0
                ? OptionalInt.empty()
                : selection
                        .client()
                        .map(client -> kept.partitionOf(client, partitions))
                        .orElse(OptionalInt.empty());
        return one.isPresent() ? IntStream.of(one.getAsInt()) : IntStream.range(0, partitions);
    }

    private static void read(
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Kept<?>> places,
            Selection selection,
            Recording recording) {
        consumer.assign(places.keySet());
        var ends = new HashMap<>(consumer.endOffsets(places.keySet()));
        seek(consumer, places, selection, ends);
        Set<TopicPartition> open = places.keySet().stream()
                .filter(place -> consumer.position(place) < ends.getOrDefault(place, 0L))
                .collect(Collectors.toSet());
        while (!open.isEmpty()) {
            for (var record : consumer.poll(POLL)) {
                var kept = places.get(new TopicPartition(record.topic(), record.partition()));
                if (kept != null) {
                    add(kept, record, selection, recording);
                }
            }
            open.removeIf(place -> consumer.position(place) >= ends.getOrDefault(place, 0L));
            consumer.pause(places.keySet().stream()
                    .filter(place -> !open.contains(place))
                    .toList());
        }
    }

    /// Between the two times, where the topic has them.
    private static void seek(
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Kept<?>> places,
            Selection selection,
            Map<TopicPartition, Long> ends) {
        consumer.seekToBeginning(places.keySet());
        var timed = places.entrySet().stream()
                .filter(place -> place.getValue().isByTime())
                .map(Map.Entry::getKey)
                .toList();
        selection
                .since()
                .ifPresent(since -> at(consumer, timed, since).forEach((place, offset) -> {
                    if (offset == null) {
                        ends.put(place, 0L);
                    } else {
                        consumer.seek(place, offset);
                    }
                }));
        selection
                .until()
                .ifPresent(until -> at(consumer, timed, until.plusMillis(1)).forEach((place, offset) -> {
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
