package io.parley.lanes;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Sends a record to the dead letters until they have it, however long that takes.
final class DeadLetterOffice {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterOffice.class);

    private final DeadLetters deadLetters;
    private final Backoff backoff;
    private final Totals totals;

    DeadLetterOffice(DeadLetters deadLetters, Backoff backoff, Totals totals) {
        this.deadLetters = deadLetters;
        this.backoff = backoff;
        this.totals = totals;
    }

    /// Returns true when the dead letter is acknowledged, false when the ownership has ended before.
    boolean send(
            OwnedPartition<?> partition,
            ConsumerRecord<byte[], byte[]> record,
            String reason,
            @Nullable Throwable cause) {
        try {
            int attempt = 1;
            while (!isSent(record, reason, cause, attempt)) {
                if (!partition.gate().pause(backoff.after(attempt))) {
                    return false;
                }
                attempt++;
            }
            totals.parked.increment();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private boolean isSent(ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause, int attempt)
            throws InterruptedException {
        try {
            deadLetters.send(record, reason, cause).toCompletableFuture().get();
            log(record, reason, attempt, null, "record dead-lettered");
            return true;
        } catch (ExecutionException | RuntimeException e) {
            if (Backoff.worthLogging(attempt)) {
                log(record, reason, attempt, e, "dead letter not stored, its lane stands still until it is");
            }
            return false;
        }
    }

    private static void log(
            ConsumerRecord<byte[], byte[]> record, String reason, int attempt, @Nullable Throwable e, String message) {
        log.atLevel(Level.WARN)
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .addKeyValue("attempt", attempt)
                .setCause(e)
                .log(message);
    }
}
