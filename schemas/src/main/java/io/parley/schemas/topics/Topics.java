package io.parley.schemas.topics;

import io.parley.schemas.topics.Topic.Partitions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// The topics of an installation.
public final class Topics {

    public static final String INCOMING_MESSAGES = "incoming-messages";
    public static final String AGENT_REPLIES = "agent-replies";
    public static final String TURN_PROGRESS = "turn-progress";
    public static final String TURN_JOURNAL = "turn-journal";
    public static final String SOCKET_SESSIONS = "socket-sessions";
    public static final String SOCKET_NODES = "socket-nodes";
    public static final String BROADCASTS = "broadcasts";
    public static final String DELIVERY_RECEIPTS = "delivery-receipts";
    public static final String CLIENT_ALIASES = "client-aliases";
    public static final String TENANT_SETTINGS = "tenant-settings";
    public static final String AGENDA_EVENTS = "agenda-events";
    public static final String SYSTEM_EVENTS = "system-events";

    /// The kind of channel that needs no sender: its consumers are the WebSocket nodes.
    public static final String WEB = "web";

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration WEEK = Duration.ofDays(7);

    private Topics() {}

    /// The topic that a channel's consumer reads.
    public static String outbound(String channel) {
        return "outbound." + channel;
    }

    /// Where records of a topic go that can never succeed.
    public static String dead(String topic) {
        return topic + ".dead";
    }

    /// Every topic but those of channels, for services that know no kind of channel: the router makes the others.
    public static List<Topic> all() {
        return all(List.of());
    }

    /// Every topic of an installation with these kinds of channel; the web is always one.
    public static List<Topic> all(Collection<String> channels) {
        var kinds = Stream.concat(Stream.of(WEB), channels.stream()).distinct();
        var living =
                Stream.concat(ours().stream(), kinds.map(Topics::outboundTopic)).toList();
        return Stream.concat(
                        living.stream(), living.stream().filter(Topics::mayDie).map(Topics::deadTopic))
                .toList();
    }

    private static List<Topic> ours() {
        return List.of(
                // Foreign producers may write up to 8 MB: the worker dead-letters what is over its own limit.
                Topic.kept(INCOMING_MESSAGES, MONTH).withMaxRecord(8 * Topic.MEGABYTE),
                Topic.kept(AGENT_REPLIES, MONTH),
                Topic.kept(TURN_PROGRESS, Duration.ofHours(1)),
                Topic.kept(TURN_JOURNAL, MONTH)
                        .withMaxRecord(8 * Topic.MEGABYTE)
                        .withCompression("zstd"),
                Topic.kept(SOCKET_SESSIONS, Duration.ofDays(1)),
                Topic.compacted(SOCKET_NODES),
                Topic.kept(BROADCASTS, Duration.ofHours(1)).with(Partitions.ONE),
                Topic.kept(DELIVERY_RECEIPTS, MONTH),
                Topic.compacted(CLIENT_ALIASES),
                Topic.compacted(TENANT_SETTINGS),
                Topic.kept(AGENDA_EVENTS, WEEK),
                Topic.kept(SYSTEM_EVENTS, WEEK));
    }

    private static Topic outboundTopic(String channel) {
        return channel.equals(WEB)
                ? Topic.kept(outbound(channel), Duration.ofMinutes(10)).with(Partitions.SLOTS)
                : Topic.kept(outbound(channel), WEEK);
    }

    private static boolean mayDie(Topic topic) {
        return topic.name().equals(INCOMING_MESSAGES)
                || topic.name().equals(AGENT_REPLIES)
                || topic.name().equals(TURN_PROGRESS)
                || topic.name().equals(SOCKET_SESSIONS)
                || (topic.name().startsWith("outbound.") && topic.partitions() == Partitions.CLIENTS);
    }

    private static Topic deadTopic(Topic topic) {
        return Topic.kept(dead(topic.name()), MONTH).with(Partitions.ONE).withMaxRecord(9 * Topic.MEGABYTE);
    }
}
