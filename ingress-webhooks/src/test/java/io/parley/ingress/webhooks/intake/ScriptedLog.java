package io.parley.ingress.webhooks.intake;

import io.parley.ingress.webhooks.RecordLog;
import io.parley.schemas.aliases.Aliases;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/// A Kafka that does as it is told: acknowledges what it is not told to fail.
final class ScriptedLog implements RecordLog {

    final List<SpecificRecord> written = new ArrayList<>();
    final Aliases aliases = new Aliases();
    private Predicate<SpecificRecord> fails = record -> false;

    void failFor(Predicate<SpecificRecord> which) {
        fails = which;
    }

    <T extends SpecificRecord> List<T> written(Class<T> type) {
        return written.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public CompletionStage<Long> write(IncomingMessage message) {
        return add(message);
    }

    @Override
    public CompletionStage<Long> write(DeliveryReceipt receipt) {
        return add(receipt);
    }

    @Override
    public CompletionStage<Long> write(ClientAlias alias) {
        var added = add(alias);
        if (!added.isCompletedExceptionally()) {
            aliases.apply(written.size(), alias.getAlias(), alias);
        }
        return added;
    }

    @Override
    public CompletionStage<Long> write(SystemEvent event) {
        return add(event);
    }

    private CompletableFuture<Long> add(SpecificRecord record) {
        if (fails.test(record)) {
            return CompletableFuture.failedFuture(new IllegalStateException("as told"));
        }
        written.add(record);
        return CompletableFuture.completedFuture((long) written.size());
    }
}
