package io.parley.ingress.webhooks.intake;

import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import java.util.List;

/// The records that one request becomes, each kind in the request's order.
record Batch(
        List<ClientAlias> aliases,
        List<IncomingMessage> messages,
        List<DeliveryReceipt> receipts,
        List<SystemEvent> notices) {

    Batch {
        aliases = List.copyOf(aliases);
        messages = List.copyOf(messages);
        receipts = List.copyOf(receipts);
        notices = List.copyOf(notices);
    }
}
