package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Writes `delivery-receipts`, and has them read back by the one follower of this process.
final class ReceiptsPublisher implements ReceiptLog {

    private final AvroWire<DeliveryReceipt> wire = new AvroWire<>(DeliveryReceipt.class);
    private final Producer<String, byte[]> producer;
    private final ReceiptFollower follower;

    ReceiptsPublisher(Producer<String, byte[]> producer, ReceiptFollower follower) {
        this.producer = producer;
        this.follower = follower;
    }

    @Override
    public CompletableFuture<Long> append(int partition, DeliveryReceipt receipt, Optional<String> trace) {
        var record =
                new ProducerRecord<>(Topics.DELIVERY_RECEIPTS, partition, receipt.getClientId(), wire.encode(receipt));
        ClientHeaders.follow(record.headers(), receipt.getTenant(), trace);
        var appended = new CompletableFuture<Long>();
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    appended.complete(metadata.offset());
                } else {
                    appended.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            appended.completeExceptionally(e);
        }
        return appended;
    }

    @Override
    public void follow(Tenure tenure, Instant from) {
        follower.follow(tenure, from);
    }

    @Override
    public void leave(Tenure tenure) {
        follower.leave(tenure);
    }
}
