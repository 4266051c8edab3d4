package io.parley.ingress.webhooks;

import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import java.util.concurrent.CompletionStage;

/// Where records leave. Each stage completes with the record's offset when Kafka has acknowledged it, or fails when it
/// has not in time; then it may or may not be written. May block for a moment where Kafka is out of reach.
public interface RecordLog {

    CompletionStage<Long> write(IncomingMessage message);

    CompletionStage<Long> write(DeliveryReceipt receipt);

    CompletionStage<Long> write(ClientAlias alias);

    CompletionStage<Long> write(SystemEvent event);
}
