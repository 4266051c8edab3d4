package io.parley.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/// Which partition a key has. Client topics use Kafka's standard murmur2 partitioner, so that any producer agrees;
/// outbound topics and receipts go by channel account, so that one process owns an account's rate limits.
public final class Partitioning {

    private Partitioning() {}

    /// The partition of a client in any client topic: what Kafka's own default partitioner does with the key.
    public static int forClient(String clientId, int partitions) {
        return murmur2(clientId, partitions);
    }

    /// The partition of a channel account in outbound topics and `delivery-receipts`.
    public static int forAccount(String tenant, String account, int partitions) {
        return murmur2(tenant + ":" + account, partitions);
    }

    private static int murmur2(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
