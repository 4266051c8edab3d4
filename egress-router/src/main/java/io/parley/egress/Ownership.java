package io.parley.egress;

import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/// Whether every partition has an owner in the group. An instance may be RUNNING with half of the partitions while
/// those of a killed one wait for its expiry.
final class Ownership {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Admin admin;
    private final int partitions;
    private final Clock clock;
    private Instant askedAt = Instant.MIN;
    private boolean complete;

    Ownership(Admin admin, int partitions, Clock clock) {
        this.admin = admin;
        this.partitions = partitions;
        this.clock = clock;
    }

    /// Asks the broker at most once a second; false when it does not answer.
    synchronized boolean isComplete() {
        if (askedAt.plus(FRESH).isBefore(clock.instant())) {
            complete = ask();
            askedAt = clock.instant();
        }
        return complete;
    }

    private boolean ask() {
        try {
            var groups = admin.describeConsumerGroups(List.of(Groups.EGRESS_ROUTER))
                    .all()
                    .get(2, TimeUnit.SECONDS);
            return owned(groups.values()) == partitions;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long owned(Collection<ConsumerGroupDescription> groups) {
        return groups.stream()
                .flatMap(group -> group.members().stream())
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Topics.AGENT_REPLIES))
                .distinct()
                .count();
    }
}
