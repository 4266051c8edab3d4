package io.parley.schemas.topics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The consumer groups of an installation and what each reads. Their offsets are created at the first installation;
/// afterwards no group ever falls back to a guess (`auto.offset.reset=none`).
public final class Groups {

    public static final String AGENT_WORKER = "agent-worker";

    /// Also the Kafka Streams application id of the routing topology.
    public static final String EGRESS_ROUTER = "egress-router";

    private Groups() {}

    /// The group that sends what one kind of channel has to send.
    public static String delivery(String channel) {
        return "delivery." + channel;
    }

    /// Group → topic of the senders of these kinds of channel.
    public static Map<String, List<String>> deliveries(Collection<String> channels) {
        return channels.stream()
                .collect(Collectors.toMap(Groups::delivery, channel -> List.of(Topics.outbound(channel))));
    }

    /// Group → topics that it reads with committed offsets; the senders' groups are their owner's business.
    public static Map<String, List<String>> all() {
        return Map.of(
                AGENT_WORKER, List.of(Topics.INCOMING_MESSAGES),
                EGRESS_ROUTER, List.of(Topics.AGENT_REPLIES, Topics.TURN_PROGRESS, Topics.SOCKET_SESSIONS));
    }
}
