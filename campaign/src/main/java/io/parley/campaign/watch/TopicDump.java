package io.parley.campaign.watch;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import io.parley.schemas.HeaderNames;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads what the topics got during a run, and where the groups stand in the end.
public final class TopicDump {

    private static final Duration POLL = Duration.ofMillis(500);

    private static final List<String> DEAD = List.of(
            Topics.dead(Topics.INCOMING_MESSAGES),
            Topics.dead(Topics.AGENT_REPLIES),
            Topics.dead(Topics.SOCKET_SESSIONS));

    private final String bootstrapServers;
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final AvroWire<IncomingMessage> incoming = new AvroWire<>(IncomingMessage.class);
    private final AvroWire<AgentReply> entries = new AvroWire<>(AgentReply.class);
    private final AvroWire<TurnRecord> turns = new AvroWire<>(TurnRecord.class);
    private final AvroWire<DeliveryReceipt> receipts = new AvroWire<>(DeliveryReceipt.class);

    /// Remembers where the topics end now: what stands there already is not read.
    public TopicDump(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        var topics = new ArrayList<>(
                List.of(Topics.INCOMING_MESSAGES, Topics.AGENT_REPLIES, Topics.TURN_JOURNAL, Topics.DELIVERY_RECEIPTS));
        topics.addAll(DEAD);
        try (var consumer = consumer()) {
            topics.forEach(topic -> beginnings.putAll(consumer.endOffsets(partitions(consumer, topic))));
        }
    }

    /// Notes every record of the client topics and every dead letter since then.
    public void read(Recorder recorder) {
        read(Topics.INCOMING_MESSAGES, record -> recorder.note(incoming(record)));
        read(Topics.AGENT_REPLIES, record -> recorder.note(entry(record)));
        read(Topics.TURN_JOURNAL, record -> recorder.note(turn(record)));
        read(Topics.DELIVERY_RECEIPTS, record -> recorder.note(receipt(record)));
        DEAD.forEach(topic -> read(topic, record -> recorder.note(dead(record))));
    }

    private Line incoming(ConsumerRecord<byte[], byte[]> record) {
        var message = incoming.decode(record.value());
        return new Line.Incoming(
                record.partition(),
                record.offset(),
                record.timestamp(),
                key(record),
                message.getKind().name(),
                message.getMessageId(),
                message.getProviderEventId(),
                message.getText().orElse(""));
    }

    private Line entry(ConsumerRecord<byte[], byte[]> record) {
        var entry = entries.decode(record.value());
        return new Line.Entry(
                record.partition(),
                record.offset(),
                record.timestamp(),
                key(record),
                entry.getAuthor().name(),
                entry.getKind().name(),
                entry.getReplyId(),
                entry.getTurnId().orElse(null),
                entry.getInReplyTo(),
                entry.getRetracts(),
                entry.getContent());
    }

    private Line turn(ConsumerRecord<byte[], byte[]> record) {
        var turn = turns.decode(record.value());
        return new Line.Turn(
                record.partition(),
                record.offset(),
                record.timestamp(),
                key(record),
                turn.getTurnId(),
                turn.getInputs().stream().map(TurnInput::getMessageId).toList(),
                turn.getEnding().getOutcome().name(),
                turn.getEnding().getReason().orElse(""),
                turn.getAttempts());
    }

    private Line receipt(ConsumerRecord<byte[], byte[]> record) {
        var receipt = receipts.decode(record.value());
        return new Line.Receipt(
                record.partition(),
                record.offset(),
                record.timestamp(),
                key(record),
                receipt.getChannel(),
                receipt.getReplyId(),
                receipt.getPiece(),
                receipt.getState().name(),
                receipt.getEpoch(),
                receipt.getReason().orElse(""),
                receipt.getPossibleDuplicate());
    }

    private static Line dead(ConsumerRecord<byte[], byte[]> record) {
        var reason = record.headers().lastHeader(HeaderNames.DEAD_REASON);
        return new Line.Dead(
                record.topic(),
                record.offset(),
                key(record),
                reason == null ? "" : new String(reason.value(), StandardCharsets.UTF_8));
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var consumer = consumer()) {
            var partitions = partitions(consumer, topic);
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, beginnings.getOrDefault(partition, 0L)));
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var settings = new HashMap<>(KafkaSettings.client(bootstrapServers, "campaign-dump"));
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        var bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /// Notes where each group stands, if nothing is left to do or if this is the `last` time of asking.
    ///
    /// @return whether nothing is left to do
    public boolean rest(Recorder recorder, boolean last) throws InterruptedException {
        var groups = groups(Groups.all());
        boolean done = isDone(groups);
        if (done || last) {
            groups.forEach((group, partitions) -> partitions.forEach((partition, place) -> recorder.note(
                    new Line.Rest(group, partition.topic(), partition.partition(), place.committed(), place.end()))));
        }
        return done;
    }

    /// Whether a group had nothing left to do in its topics when it was asked.
    public boolean isDone(String group, List<String> topics) throws InterruptedException {
        return isDone(groups(Map.of(group, topics)));
    }

    private static boolean isDone(Map<String, Map<TopicPartition, Place>> groups) {
        return groups.values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .allMatch(place -> place.committed() >= place.end());
    }

    private record Place(long committed, long end) {}

    private Map<String, Map<TopicPartition, Place>> groups(Map<String, List<String>> reading)
            throws InterruptedException {
        var groups = new HashMap<String, Map<TopicPartition, Place>>();
        try (var admin = Admin.create(KafkaSettings.client(bootstrapServers, "campaign-lag"))) {
            for (var group : reading.entrySet()) {
                groups.put(group.getKey(), places(admin, group.getKey(), group.getValue()));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say where the groups stand", e);
        }
        return groups;
    }

    private static Map<TopicPartition, Place> places(Admin admin, String group, List<String> topics)
            throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var asked = committed.keySet().stream()
                .filter(partition -> topics.contains(partition.topic()))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        var ends = admin.listOffsets(asked).all().get();
        var places = new HashMap<TopicPartition, Place>();
        committed.forEach((partition, offset) -> {
            var end = ends.get(partition);
            if (end != null) {
                places.put(partition, new Place(offset.offset(), end.offset()));
            }
        });
        return places;
    }
}
