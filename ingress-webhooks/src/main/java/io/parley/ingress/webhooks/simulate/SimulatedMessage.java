package io.parley.ingress.webhooks.simulate;

import org.jspecify.annotations.Nullable;

/// The body of `POST /simulate/message`, unknown fields ignored.
record SimulatedMessage(
        @Nullable String platform,
        @Nullable String user_id,
        @Nullable String tenant_id,
        @Nullable String text,
        @Nullable String user_name,
        @Nullable String message_id) {}
