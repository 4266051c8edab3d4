package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.access.Visitor;
import io.parley.ingress.ws.frame.ClientFrame.Message;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;

/// The records that a visitor's frames become.
final class Records {

    private final Clock clock;

    Records(Clock clock) {
        this.clock = clock;
    }

    IncomingMessage message(Visitor visitor, Message message) {
        return record(visitor, IncomingKind.MESSAGE, message.id())
                .setText(message.text())
                .setUserName(message.userName().orElse(null))
                .build();
    }

    /// A typing or cancel record.
    ///
    /// @param eventId unique for the client and kind
    IncomingMessage sign(Visitor visitor, IncomingKind kind, String eventId) {
        return record(visitor, kind, eventId).build();
    }

    private IncomingMessage.Builder record(Visitor visitor, IncomingKind kind, String eventId) {
        var clientId = visitor.client().toString();
        return IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(clientId, kind.name(), eventId))
                .setClientId(clientId)
                .setTenant(visitor.channel().tenant())
                .setChannel("web")
                .setChannelAccount(visitor.channel().account())
                .setKind(kind)
                .setProviderEventId(eventId)
                .setOccurredAt(clock.instant());
    }
}
