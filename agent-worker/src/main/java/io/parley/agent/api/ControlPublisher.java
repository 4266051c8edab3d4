package io.parley.agent.api;

import io.parley.agent.Client;
import io.parley.agent.reply.Acknowledged;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes control records: whatever people do to a conversation stands in the client's log.
class ControlPublisher {

    private final Producer<String, IncomingMessage> producer;
    private final Clock clock;

    ControlPublisher(Producer<String, IncomingMessage> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /// Cancels one turn.
    CompletableFuture<?> cancel(Client client, String turnId) {
        var cancel = record(client, IncomingKind.CANCEL, "turn-api:" + turnId, "turn-api");
        return send(cancel.setRefersTo(turnId).build());
    }

    /// Writes what a person has told Parley to do.
    ///
    /// @return the record's message id, once Kafka has it
    CompletableFuture<String> write(Client client, IncomingKind kind, Instruction instruction) {
        var record = record(client, kind, "operator:" + instruction.id(), instruction.author())
                .setText(instruction.text())
                .setSilenceUntil(instruction.until())
                .build();
        return send(record).thenApply(done -> record.getMessageId());
    }

    private IncomingMessage.Builder record(Client client, IncomingKind kind, String event, String author) {
        return IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(client.id(), kind.name(), event))
                .setClientId(client.id())
                .setTenant(client.tenant())
                .setChannel(client.channel())
                .setChannelAccount(client.account())
                .setKind(kind)
                .setProviderEventId(event)
                .setAuthor(author)
                .setOccurredAt(clock.instant());
    }

    private CompletableFuture<?> send(IncomingMessage control) {
        var record = new ProducerRecord<>(Topics.INCOMING_MESSAGES, control.getClientId(), control);
        ClientHeaders.begin(record.headers(), control.getTenant());
        return Acknowledged.send(producer, record);
    }
}
