package io.parley.ingress.webhooks.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.ingress.webhooks.RecordLog;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Writes the records of one request: first who people are, then what they say and what became of replies, then what
/// operators are told. Each waits for the one before, so that what is written again after a failure is the same as
/// before.
final class BatchWriter {

    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final Duration READ_BACK = Duration.ofSeconds(3);

    /// Waits until this node has read an alias that it has written.
    @FunctionalInterface
    interface ReadBack {

        /// Returns false when the time was up first.
        boolean await(long offset, Duration timeout) throws InterruptedException;
    }

    private final RecordLog log;
    private final ReadBack aliases;
    private final ReceiptOrder receipts;
    private final WebhookMetrics metrics;
    private final Cache<String, Boolean> acknowledged;

    /// Remembers ids of this many messages that Kafka has acknowledged, for ten minutes: most redeliveries come soon.
    /// All others are recognised by the worker.
    BatchWriter(RecordLog log, ReadBack aliases, ReceiptOrder receipts, WebhookMetrics metrics, int messages) {
        this.log = log;
        this.aliases = aliases;
        this.receipts = receipts;
        this.metrics = metrics;
        acknowledged = Caffeine.newBuilder()
                .maximumSize(messages)
                .expireAfterWrite(Duration.ofMinutes(10))
                .build();
    }

    /// Returns whether Kafka has acknowledged everything; if not, nothing of it counts.
    boolean write(Batch batch) throws InterruptedException {
        return writeAliases(batch)
                && receipts.advance(batch.receipts(), news -> writeConversation(batch, news))
                && areWritten(batch.notices().stream().map(log::write));
    }

    private boolean writeAliases(Batch batch) throws InterruptedException {
        if (batch.aliases().isEmpty()) {
            return true;
        }
        var offsets = batch.aliases().stream()
                .map(alias -> log.write(alias).toCompletableFuture())
                .toList();
        if (!areWritten(offsets.stream())) {
            return false;
        }
        long last = offsets.stream().mapToLong(CompletableFuture::join).max().orElseThrow();
        return aliases.await(last, READ_BACK);
    }

    private boolean writeConversation(Batch batch, List<DeliveryReceipt> news) {
        var fresh = batch.messages().stream().filter(this::isFresh).toList();
        var sent = Stream.concat(fresh.stream().map(log::write), news.stream().map(log::write));
        if (!areWritten(sent)) {
            return false;
        }
        fresh.forEach(message -> acknowledged.put(message.getMessageId(), true));
        return true;
    }

    private boolean isFresh(IncomingMessage message) {
        var fresh = acknowledged.getIfPresent(message.getMessageId()) == null;
        if (!fresh) {
            metrics.duplicate();
        }
        return fresh;
    }

    private static boolean areWritten(Stream<? extends CompletionStage<Long>> sent) {
        var all = CompletableFuture.allOf(
                sent.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
        try {
            all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
