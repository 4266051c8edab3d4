package io.parley.schemas.topics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes topics and group offsets exist. Every service calls it at its start; doing it twice, or from several processes
/// at once, is the same as once.
///
/// A topic that exists with another number of partitions stops the start: keys would change their partition and every
/// client's order would be lost. Other settings are brought to what [Topic#configuration()] says. A group without a
/// committed offset gets offset 0 as long as the topic still begins there; later a missing offset stops the start,
/// since guessing would send old replies again or skip new messages.
public final class Installation {

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final long TIMEOUT_SECONDS = 60;

    private final Admin admin;
    private final int clientPartitions;

    /// For the broker behind `admin`, which stays the caller's.
    ///
    /// @param clientPartitions `PARLEY_PARTITIONS`
    public Installation(Admin admin, int clientPartitions) {
        this.admin = admin;
        this.clientPartitions = clientPartitions;
    }

    /// Makes these topics exist, and an offset for each partition that these groups read.
    ///
    /// @throws InstallationMismatch when what exists contradicts the configuration
    /// @throws KafkaException when the broker can't be asked
    public void ensure(List<Topic> topics, Map<String, List<String>> groups) {
        var found = createMissing(topics);
        topics.forEach(topic -> checkPartitions(topic, found));
        awaitLeaders(found.values());
        alignConfiguration(topics);
        groups.forEach(this::ensureOffsets);
    }

    private Map<String, TopicDescription> createMissing(List<Topic> topics) {
        var existing = get(admin.listTopics().names());
        var missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        var created = admin.createTopics(missing.stream().map(this::newTopic).toList());
        created.values().forEach((name, result) -> {
            if (succeeds(TopicExistsException.class, result)) {
                LOG.atInfo().addKeyValue("topic", name).log("topic created");
            }
        });
        return describe(topics.stream().map(Topic::name).toList());
    }

    private NewTopic newTopic(Topic topic) {
        return new NewTopic(topic.name(), Optional.of(topic.partitionCount(clientPartitions)), Optional.empty())
                .configs(topic.configuration());
    }

    /// A topic just created may take a moment until every broker knows it.
    private Map<String, TopicDescription> describe(Collection<String> names) {
        var found = new HashMap<String, TopicDescription>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (found.size() < names.size()) {
            admin.describeTopics(names)
                    .topicNameValues()
                    .forEach((name, result) -> ignoring(UnknownTopicOrPartitionException.class, result)
                            .ifPresent(description -> found.put(name, description)));
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the broker does not show the topics that it has created");
            }
        }
        return found;
    }

    /// A partition just created, perhaps by another process, has no leader for a moment; an idempotent producer that
    /// writes to it then can get its sequence wrong and stand still for minutes.
    private void awaitLeaders(Collection<TopicDescription> topics) {
        get(admin.listOffsets(partitions(topics)
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                .all());
    }

    private static Stream<TopicPartition> partitions(Collection<TopicDescription> topics) {
        return topics.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())));
    }

    private void checkPartitions(Topic topic, Map<String, TopicDescription> found) {
        int actual = Optional.ofNullable(found.get(topic.name()))
                .map(description -> description.partitions().size())
                .orElse(0);
        int expected = topic.partitionCount(clientPartitions);
        if (actual != expected) {
            throw new InstallationMismatch(
                    "topic %s has %d partitions but this installation expects %d: set PARLEY_PARTITIONS to what it was installed with"
                            .formatted(topic.name(), actual, expected));
        }
    }

    private void alignConfiguration(List<Topic> topics) {
        var byResource = topics.stream()
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), Function.identity()));
        var actual = get(admin.describeConfigs(byResource.keySet()).all());
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        byResource.forEach((resource, topic) -> {
            var differing = differing(topic, Optional.ofNullable(actual.get(resource)));
            if (!differing.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("settings", differing.size())
                        .log("topic settings aligned");
                changes.put(resource, differing);
            }
        });
        if (!changes.isEmpty()) {
            succeeds(NoFailure.class, admin.incrementalAlterConfigs(changes).all());
        }
    }

    private static List<AlterConfigOp> differing(Topic topic, Optional<Config> actual) {
        return topic.configuration().entrySet().stream()
                .filter(wanted -> !actual.map(config -> config.get(wanted.getKey()))
                        .map(ConfigEntry::value)
                        .equals(Optional.of(wanted.getValue())))
                .map(wanted -> new AlterConfigOp(
                        new ConfigEntry(wanted.getKey(), wanted.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    private void ensureOffsets(String group, List<String> topics) {
        var partitions = partitions(describe(topics).values()).collect(Collectors.toSet());
        var missing = withoutOffset(group, partitions);
        if (missing.isEmpty()) {
            return;
        }
        var beginnings = get(admin.listOffsets(missing.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest())))
                .all());
        beginnings.forEach((partition, beginning) -> {
            if (beginning.offset() > 0) {
                throw new InstallationMismatch(
                        "group %s has no committed offset for %s, which begins at %d: choose one with kafka-consumer-groups --reset-offsets"
                                .formatted(group, partition, beginning.offset()));
            }
        });
        commitBeginning(group, missing);
    }

    private Set<TopicPartition> withoutOffset(String group, Set<TopicPartition> partitions) {
        var committed = ignoring(
                        GroupIdNotFoundException.class,
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group))
                .orElse(Map.of());
        return partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .collect(Collectors.toSet());
    }

    private void commitBeginning(String group, Set<TopicPartition> partitions) {
        var zero = partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> new OffsetAndMetadata(0)));
        // A group with members refuses: then another process has created the offsets a moment ago.
        if (succeeds(
                UnknownMemberIdException.class,
                admin.alterConsumerGroupOffsets(group, zero).all())) {
            LOG.atInfo()
                    .addKeyValue("group", group)
                    .addKeyValue("partitions", partitions.size())
                    .log("group offsets created");
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        return ignoring(NoFailure.class, future).orElseThrow();
    }

    private static boolean succeeds(Class<? extends Throwable> expected, KafkaFuture<Void> future) {
        return ignoring(expected, future.thenApply(nothing -> true)).isPresent();
    }

    /// The future's value, or empty when it failed with the expected failure.
    private static <T> Optional<T> ignoring(Class<? extends Throwable> expected, KafkaFuture<T> future) {
        try {
            return Optional.of(future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (expected.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw new KafkaException("the broker refused: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new KafkaException("the broker did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the broker", e);
        }
    }

    /// Expected by nobody.
    private static final class NoFailure extends RuntimeException {}
}
