package io.parley.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/// `partitioner.class` for outbound topics and `delivery-receipts`: keyed by client_id, partitioned by channel account.
public final class AccountPartitioner implements Partitioner {

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        var client = ClientId.parse(new String(keyBytes, StandardCharsets.UTF_8));
        return Partitioning.forAccount(client.tenant(), client.account(), cluster.partitionCountForTopic(topic));
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // nothing to configure
    }

    @Override
    public void close() {
        // nothing to close
    }
}
