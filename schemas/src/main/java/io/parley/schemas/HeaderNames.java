package io.parley.schemas;

/// Names of Kafka record headers; values are UTF-8 text.
public final class HeaderNames {

    /// Tenant id, on every record of a client.
    public static final String TENANT = "tenant";

    /// W3C trace context.
    public static final String TRACEPARENT = "traceparent";

    /// On dead letters: a stable lower-case word such as `undecodable`, `null-key`, `too-large`.
    public static final String DEAD_REASON = "parley-dead-reason";

    /// On dead letters: class and message of the cause, without personal data.
    public static final String DEAD_CAUSE = "parley-dead-cause";

    /// On dead letters: topic, partition, offset and log time (epoch milliseconds) of the original,
    /// `topic-partition-offset@time`.
    public static final String DEAD_ORIGIN = "parley-dead-origin";

    /// On dead letters: the consumer group that gave up.
    public static final String DEAD_GROUP = "parley-dead-group";

    private HeaderNames() {}
}
