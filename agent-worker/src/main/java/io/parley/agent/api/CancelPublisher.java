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

/// Writes the control record that cancels one turn.
class CancelPublisher {

    private final Producer<String, IncomingMessage> producer;
    private final Clock clock;

    CancelPublisher(Producer<String, IncomingMessage> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    CompletableFuture<?> cancel(Client client, String turnId) {
        var event = "turn-api:" + turnId;
        var cancel = IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(client.id(), IncomingKind.CANCEL.name(), event))
                .setClientId(client.id())
                .setTenant(client.tenant())
                .setChannel(client.channel())
                .setChannelAccount(client.account())
                .setKind(IncomingKind.CANCEL)
                .setProviderEventId(event)
                .setRefersTo(turnId)
                .setAuthor("turn-api")
                .setOccurredAt(clock.instant())
                .build();
        var record = new ProducerRecord<>(Topics.INCOMING_MESSAGES, client.id(), cancel);
        ClientHeaders.begin(record.headers(), client.tenant());
        return Acknowledged.send(producer, record);
    }
}
