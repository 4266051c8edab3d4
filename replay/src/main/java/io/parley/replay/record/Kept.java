package io.parley.replay.record;

import io.parley.schemas.ClientId;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.util.List;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;

/// A topic that tells something of a conversation.
///
/// @param about whom its keys name
/// @param wire how its values are written
public record Kept<T extends SpecificRecord>(String topic, Class<T> type, About about, AvroWire<T> wire) {

    /// Whom a topic's keys name, which decides where a client's records stand.
    public enum About {
        /// A client, by whose id the partition is found.
        CLIENT,
        /// A client, by whose channel account the partition is found.
        ACCOUNT,
        /// A tenant: small, and always read as a whole.
        TENANT,
        /// Somebody by another id: small, and always read as a whole.
        ALIAS
    }

    public static final Kept<IncomingMessage> INCOMING =
            new Kept<>(Topics.INCOMING_MESSAGES, IncomingMessage.class, About.CLIENT);
    public static final Kept<TurnRecord> JOURNAL = new Kept<>(Topics.TURN_JOURNAL, TurnRecord.class, About.CLIENT);
    public static final Kept<AgentReply> REPLIES = new Kept<>(Topics.AGENT_REPLIES, AgentReply.class, About.CLIENT);
    public static final Kept<DeliveryReceipt> RECEIPTS =
            new Kept<>(Topics.DELIVERY_RECEIPTS, DeliveryReceipt.class, About.ACCOUNT);
    public static final Kept<TenantSettings> SETTINGS =
            new Kept<>(Topics.TENANT_SETTINGS, TenantSettings.class, About.TENANT);
    public static final Kept<ClientAlias> ALIASES = new Kept<>(Topics.CLIENT_ALIASES, ClientAlias.class, About.ALIAS);

    private Kept(String topic, Class<T> type, About about) {
        this(topic, type, about, new AvroWire<>(type));
    }

    /// All of them.
    public static List<Kept<?>> all() {
        return List.of(INCOMING, JOURNAL, REPLIES, RECEIPTS, SETTINGS, ALIASES);
    }

    /// Whether a time says which of its records matter.
    boolean isByTime() {
        return about == About.CLIENT || about == About.ACCOUNT;
    }

    /// The one partition in which a client's records stand; empty where they may stand in any.
    OptionalInt partitionOf(String clientId, int partitions) {
        return switch (about) {
            case CLIENT -> OptionalInt.of(Partitioning.forClient(clientId, partitions));
            case ACCOUNT -> {
                var client = ClientId.parse(clientId);
                yield OptionalInt.of(Partitioning.forAccount(client.tenant(), client.account(), partitions));
            }
            case TENANT, ALIAS -> OptionalInt.empty();
        };
    }
}
