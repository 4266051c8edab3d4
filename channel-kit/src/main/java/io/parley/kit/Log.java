package io.parley.kit;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import java.util.List;

/// What stands in Parley's topics since the kit has begun.
public interface Log extends AutoCloseable {

    /// Records of `incoming-messages` with these words, in their order.
    List<Placed<IncomingMessage>> incoming(String words);

    /// A client's entries, without the echoes of what the client has said.
    List<AgentReply> entries(String clientId);

    /// A client's receipts.
    List<DeliveryReceipt> receipts(String clientId);

    @Override
    void close();

    /// A record and where it stands.
    record Placed<T>(T value, int partition, long offset) {}
}
