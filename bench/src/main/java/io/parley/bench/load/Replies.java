package io.parley.bench.load;

import io.parley.bench.system.SocketFleet;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientHeaders;
import io.parley.schemas.wire.ClientSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes entries to `agent-replies`, as the agent worker does.
public final class Replies implements AutoCloseable {

    private final KafkaProducer<String, AgentReply> producer;
    private final AtomicLong failed = new AtomicLong();

    public Replies(SocketFleet fleet) {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", fleet.bootstrap()));
        // The load is not what is measured: long entries take up less disk.
        settings.put("compression.type", "lz4");
        producer = new KafkaProducer<>(
                ClientSettings.producer(settings), new StringSerializer(), new AvroSerializer<>(AgentReply.class));
    }

    /// What the agent says to a guest.
    ///
    /// @param length of the words, in characters
    public static AgentReply entry(String user, Words words, int length) {
        var client = ClientId.of(SocketFleet.TENANT, SocketFleet.ACCOUNT, "g." + user)
                .toString();
        return AgentReply.newBuilder()
                .setReplyId(user + "-" + words.number() + "-" + words.writtenNanos())
                .setClientId(client)
                .setTenant(SocketFleet.TENANT)
                .setChannel(Topics.WEB)
                .setChannelAccount(SocketFleet.ACCOUNT)
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(words.text(length))
                .setTurnId(user + "-" + words.number())
                .setAttempt(1)
                .setCreatedAt(Clock.systemUTC().instant())
                .build();
    }

    /// Says something to a guest; returns before Kafka has it.
    public void say(String user, Words words, int length) {
        var entry = entry(user, words, length);
        var record = new ProducerRecord<>(Topics.AGENT_REPLIES, entry.getClientId(), entry);
        ClientHeaders.begin(record.headers(), entry.getTenant());
        var _ = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                failed.incrementAndGet();
            }
        });
    }

    /// Returns when Kafka has all that has been said.
    ///
    /// @throws IllegalStateException when it has not taken something
    public void flush() {
        producer.flush();
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " entries could not be written");
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
