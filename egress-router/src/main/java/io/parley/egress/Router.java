package io.parley.egress;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.parley.egress.routing.Kinds;
import io.parley.egress.routing.RoutingTopology;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routing topology, running. Its health tells the truth: alive as long as one stream thread lives, ready when this
/// instance routes all it was assigned and no partition of the group is without an owner.
final class Router implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final long BROKER_SECONDS = 30;

    private final RouterProperties properties;
    private final Kinds kinds;
    private final Map<String, Object> streamsSettings;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Admin admin;
    private @Nullable KafkaStreams streams;
    private @Nullable KafkaStreamsMetrics streamsMetrics;
    private @Nullable Ownership ownership;

    Router(
            RouterProperties properties,
            Kinds kinds,
            Map<String, Object> streamsSettings,
            Map<String, Object> adminSettings,
            MeterRegistry meters,
            Clock clock) {
        this.properties = properties;
        this.kinds = kinds;
        this.streamsSettings = streamsSettings;
        this.meters = meters;
        this.clock = clock;
        this.admin = Admin.create(adminSettings);
    }

    void start() {
        new FormerMember(properties, admin).retireWithoutItsState();
        new Installation(admin, properties.partitions()).ensure(Topics.all(kinds.all()), groups());
        var topology = RoutingTopology.build(incarnation(), kinds, meters);
        var started = new KafkaStreams(topology, new StreamsConfig(StreamsSettings.of(properties, streamsSettings)));
        started.setUncaughtExceptionHandler(new BoundedRestarts(clock));
        streams = started;
        ownership = new Ownership(admin, properties.partitions(), clock);
        started.start();
        streamsMetrics = new KafkaStreamsMetrics(started);
        streamsMetrics.bindTo(meters);
        LOG.atInfo().addKeyValue("channels", kinds.all()).log("routing started");
    }

    boolean isAlive() {
        var running = streams;
        return running != null
                && !running.state().hasStartedOrFinishedShuttingDown()
                && running.metadataForLocalThreads().stream()
                        .map(ThreadMetadata::threadState)
                        .anyMatch(state -> !state.equals("DEAD") && !state.equals("PENDING_SHUTDOWN"));
    }

    boolean isReady() {
        var running = streams;
        var owned = ownership;
        return running != null && owned != null && running.state() == KafkaStreams.State.RUNNING && owned.isComplete();
    }

    @Override
    public void close() {
        var running = streams;
        if (running != null) {
            running.close(CloseOptions.timeout(Duration.ofSeconds(20)).withGroupMembershipOperation(farewell()));
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
        admin.close(Duration.ofSeconds(5));
        LOG.atInfo().log("routing stopped");
    }

    /// Who comes back under the same name stays a member meanwhile; anybody else would keep its partitions waiting.
    private GroupMembershipOperation farewell() {
        return properties.leaveGroupOnClose() || properties.nodeId().isEmpty()
                ? GroupMembershipOperation.LEAVE_GROUP
                : GroupMembershipOperation.REMAIN_IN_GROUP;
    }

    private Map<String, List<String>> groups() {
        var groups = new HashMap<>(Groups.all());
        groups.putAll(Groups.deliveries(kinds.own()));
        return groups;
    }

    private String incarnation() {
        return get(admin.describeTopics(List.of(Topics.AGENT_REPLIES)).allTopicNames()).values().stream()
                .map(topic -> topic.topicId().toString())
                .findFirst()
                .orElseThrow();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(BROKER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the broker can't be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the broker", e);
        }
    }
}
