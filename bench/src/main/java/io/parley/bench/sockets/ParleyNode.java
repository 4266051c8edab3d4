package io.parley.bench.sockets;

import io.parley.bench.load.Dialect;
import io.parley.bench.load.Replies;
import io.parley.bench.load.Words;
import io.parley.bench.measure.Memory;
import io.parley.bench.system.SocketFleet;
import io.parley.bench.system.WsNode;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientHeaders;
import io.parley.schemas.wire.ClientSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// A node of Parley; entries come as the egress router writes them, by the node's partition of `outbound.web`.
final class ParleyNode implements Contender {

    private static final String INCARNATION = "bench";

    private final WsNode node;
    private final SocketNode seat;
    private final KafkaProducer<String, Outbound> producer;

    ParleyNode(SocketFleet fleet, WsNode node) {
        this.node = node;
        this.seat = node.seat(fleet.bootstrap());
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", fleet.bootstrap())),
                new StringSerializer(),
                new AvroSerializer<>(Outbound.class));
    }

    @Override
    public String name() {
        return "parley";
    }

    @Override
    public Dialect dialect() {
        return Dialect.PARLEY;
    }

    @Override
    public int port() {
        return node.port();
    }

    @Override
    public ProcessHandle process() {
        return node.handle();
    }

    @Override
    public Memory memory(Duration pause) throws IOException, InterruptedException {
        return node.memory(pause);
    }

    @Override
    public void push(String user, Words words) {
        var entry = Replies.entry(user, words, ENTRY_LENGTH);
        var outbound = Outbound.newBuilder()
                .setClientId(entry.getClientId())
                .setTenant(entry.getTenant())
                .setChannel(entry.getChannel())
                .setChannelAccount(entry.getChannelAccount())
                .setSlot(seat.getSlot())
                .setBootId(seat.getBootId())
                .setPosition(place(words.number()))
                .setPrevious(words.number() == 1 ? null : place(words.number() - 1))
                .setPayload(entry)
                .build();
        var record =
                new ProducerRecord<>(Topics.outbound(Topics.WEB), seat.getSlot(), outbound.getClientId(), outbound);
        ClientHeaders.begin(record.headers(), outbound.getTenant());
        var _ = producer.send(record);
    }

    private static Position place(long number) {
        return new Position(INCARNATION, number);
    }

    @Override
    public void close() {
        producer.close();
    }
}
