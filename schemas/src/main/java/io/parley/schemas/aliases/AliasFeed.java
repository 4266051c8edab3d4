package io.parley.schemas.aliases;

import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.topics.TopicFollower;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `client-aliases` to its end, then follows it, on one thread of its own: a change is seen within milliseconds.
///
/// A record that can't be read is left out with an ERROR in the log; the one before it keeps holding.
public final class AliasFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AliasFeed.class);

    private final Aliases aliases = new Aliases();
    private final AvroWire<ClientAlias> wire = new AvroWire<>(ClientAlias.class);
    private final TopicFollower follower;

    private AliasFeed(Map<String, Object> common) {
        follower = new TopicFollower(common, Topics.CLIENT_ALIASES, this::apply);
    }

    /// A feed for one service, not started yet.
    ///
    /// @param common bootstrap servers, client id and security of the service's Kafka clients
    public static AliasFeed of(Map<String, Object> common) {
        return new AliasFeed(common);
    }

    public void start() {
        follower.start();
    }

    /// Whether everything that stood in the topic at the start has been read, and the feed still lives.
    public boolean isReady() {
        return follower.isReady();
    }

    /// Waits until everything that stood in the topic at the start has been read.
    ///
    /// @return false when the time was up first
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return follower.awaitReady(timeout);
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
        return follower.awaitOffset(offset, timeout);
    }

    @Override
    public void close() {
        follower.close();
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            aliases.apply(record.offset(), record.key(), record.value() == null ? null : wire.decode(record.value()));
        } catch (UndecodableRecord | IllegalArgumentException e) {
            LOG.atError().addKeyValue("offset", record.offset()).log("client alias unreadable, left out");
        }
    }
}
