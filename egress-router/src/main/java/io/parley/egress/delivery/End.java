package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;

/// How the work on one piece ended.
sealed interface End {

    /// It stands in the receipts.
    record Settled(DeliveryState state) implements End {}

    /// Taken back before anything of the reply had left.
    record Retracted(String reason) implements End {}

    /// Not ended here: the partition goes elsewhere, or the log is out of reach.
    record Stopped(Duration after, String reason) implements End {}
}
