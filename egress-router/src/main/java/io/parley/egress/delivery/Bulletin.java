package io.parley.egress.delivery;

import io.parley.schemas.ClientId;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.SystemEvent;

/// What others than the person are told of a delivery.
interface Bulletin {

    /// To the operators. Lost where the log is out of reach: what counts stands in the receipts.
    void tell(SystemEvent event);

    /// To every ingress: the client is reached, and writes, under another external id.
    void moved(ClientAlias alias);

    /// The alias that says so.
    static ClientAlias.Builder alias(ClientId client, String externalId) {
        return ClientAlias.newBuilder()
                .setAlias(new ClientId(client.tenant(), client.account(), externalId, client.threadId()).toString())
                .setClientId(client.toString());
    }
}
