package io.parley.schemas.topics;

import java.util.List;
import java.util.Map;

/// The consumer groups of an installation and what each reads. Their offsets are created at the first installation;
/// afterwards no group ever falls back to a guess (`auto.offset.reset=none`).
public final class Groups {

    public static final String AGENT_WORKER = "agent-worker";

    /// Also the Kafka Streams application id of the routing topology.
    public static final String EGRESS_ROUTER = "egress-router";

    private Groups() {}

    /// Group → topics that it reads with committed offsets.
    public static Map<String, List<String>> all() {
        return Map.of(
                AGENT_WORKER, List.of(Topics.INCOMING_MESSAGES),
                EGRESS_ROUTER, List.of(Topics.AGENT_REPLIES, Topics.TURN_PROGRESS, Topics.SOCKET_SESSIONS));
    }
}
