package io.parley.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PartitioningTest {

    private static final int PARTITIONS = 24;

    @Test
    void a_client_has_the_partition_that_kafkas_own_partitioner_gives_the_key() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            var client = client(random);
            int partitions = 1 + random.nextInt(100);
            assertThat(Partitioning.forClient(client, partitions))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(client.getBytes(StandardCharsets.UTF_8), partitions));
        }
    }

    @Test
    void all_clients_of_an_account_share_a_partition() throws Exception {
        try (var producer = producer()) {
            for (var account : List.of("shoes:shoes-telegram", "shoes:shoes-whatsapp", "lab:shoes-telegram")) {
                var partitions = IntStream.range(0, 200)
                        .mapToObj(person -> partition(producer, account + ":" + person + ":thread%20" + person % 7))
                        .collect(java.util.stream.Collectors.toSet());
                var tenant = account.substring(0, account.indexOf(':'));
                var id = account.substring(account.indexOf(':') + 1);
                assertThat(partitions).isEqualTo(Set.of(Partitioning.forAccount(tenant, id, PARTITIONS)));
            }
        }
    }

    @Test
    void accounts_spread_over_the_partitions() {
        assertThat(IntStream.range(0, 1_000).map(i -> Partitioning.forAccount("shoes", "account-" + i, PARTITIONS)))
                .contains(IntStream.range(0, PARTITIONS).boxed().toArray(Integer[]::new));
    }

    private static String client(Random random) {
        return ClientId.of("tenant-" + random.nextInt(50), "account-" + random.nextInt(), "g.ñ" + random.nextLong())
                .toString();
    }

    private static int partition(MockProducer<String, byte[]> producer, String client) {
        try {
            return producer.send(new ProducerRecord<>("outbound.telegram", client, new byte[0]))
                    .get()
                    .partition();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MockProducer<String, byte[]> producer() {
        var node = new Node(1, "localhost", 1);
        var partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new PartitionInfo("outbound.telegram", i, node, new Node[] {node}, new Node[] {node}))
                .toList();
        var cluster = new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
        return new MockProducer<>(
                cluster, true, new AccountPartitioner(), new StringSerializer(), new ByteArraySerializer());
    }
}
