package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryReceipt;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The topic `delivery-receipts`, as senders see it: what they write and what they read back.
interface ReceiptLog {

    /// Appends a receipt. Appends to one partition stand in the log in the order of the calls.
    ///
    /// @param trace of what caused it
    /// @return its offset, once it is acknowledged
    CompletableFuture<Long> append(int partition, DeliveryReceipt receipt, Optional<String> trace);

    /// Passes all receipts of the tenure's partition and kind to it, in order, beginning with those of this log
    /// time at the latest, and going on until it is left. [Tenure#rewound] is called before the first of them.
    /// May be called again, to read once more from an earlier time.
    void follow(Tenure tenure, Instant from);

    /// Passes nothing to it any more.
    void leave(Tenure tenure);
}
