package io.parley.egress;

import io.parley.schemas.topics.Groups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process that was here before under this instance's name, as the group may still know it.
///
/// Who comes back under a name gets its partitions back without a rebalance: the shortest way, as long as the stores
/// are there. If they are gone, all would wait for them to be restored while another instance holds a copy.
final class FormerMember {

    private static final Logger LOG = LoggerFactory.getLogger(FormerMember.class);
    private static final long BROKER_SECONDS = 10;

    private final RouterProperties properties;
    private final Admin admin;

    FormerMember(RouterProperties properties, Admin admin) {
        this.properties = properties;
        this.admin = admin;
    }

    /// Gives the old membership up, if its stores are gone and others may have copies: who has them takes over at
    /// once, and this instance catches up beside it.
    void retireWithoutItsState() {
        if (!properties.nodeId().isEmpty() && properties.standbyReplicas() > 0 && isStateLost()) {
            members().forEach(this::retire);
        }
    }

    /// Kafka Streams keeps a folder for each task in that of the application.
    private boolean isStateLost() {
        var stores = properties.stateDir().resolve(Groups.EGRESS_ROUTER);
        if (!Files.isDirectory(stores)) {
            return true;
        }
        try (var tasks = Files.newDirectoryStream(stores, (Path file) -> Files.isDirectory(file))) {
            return !tasks.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kafka Streams appends the thread's number to the name.
    private List<MemberToRemove> members() {
        return IntStream.rangeClosed(1, properties.streamThreads())
                .mapToObj(thread -> new MemberToRemove(properties.nodeId() + "-" + thread))
                .toList();
    }

    private void retire(MemberToRemove member) {
        var options = new RemoveMembersFromConsumerGroupOptions(List.of(member));
        try {
            admin.removeMembersFromConsumerGroup(Groups.EGRESS_ROUTER, options)
                    .memberResult(member)
                    .get(BROKER_SECONDS, TimeUnit.SECONDS);
            LOG.atInfo().log("local state lost, partitions left to whoever has a copy");
        } catch (ExecutionException | TimeoutException e) {
            // The group does not know it, as at the first start; or it stays, and what is lost is restored.
            LOG.atDebug().setCause(e).log("no former member given up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the broker", e);
        }
    }
}
