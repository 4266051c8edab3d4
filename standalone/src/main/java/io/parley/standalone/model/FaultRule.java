package io.parley.standalone.model;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A fault and the calls that it befalls.
final class FaultRule {

    private final long id;
    private final Fault fault;
    private final String contains;
    private final String tenant;
    private final double share;
    private final int afterTokens;
    private final int retryAfterSeconds;
    private final Random random;
    private final AtomicInteger left;

    /// @param body as documented at [Control]
    FaultRule(long id, JsonNode body) {
        this.id = id;
        this.fault = Fault.named(body.path("fault").asString(""));
        this.contains = body.path("contains").asString("");
        this.tenant = body.path("tenant").asString("");
        this.share = body.path("share").asDouble(1);
        this.afterTokens = body.path("after_tokens").asInt(3);
        this.retryAfterSeconds = body.path("retry_after_seconds").asInt(1);
        this.random = new Random(body.path("seed").asLong(id));
        this.left = new AtomicInteger(body.path("times").asInt(Integer.MAX_VALUE));
    }

    Fault fault() {
        return fault;
    }

    int afterTokens() {
        return afterTokens;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /// Whether it befalls this call, which then counts.
    boolean takes(ChatRequest request) {
        return request.lastUserText().contains(contains)
                && request.prompt().contains(tenant)
                && (share >= 1 || random.nextDouble() < share)
                && left.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("fault", fault.label())
                .put("contains", contains)
                .put("tenant", tenant)
                .put("share", share)
                .put("times_left", left.get());
    }
}
