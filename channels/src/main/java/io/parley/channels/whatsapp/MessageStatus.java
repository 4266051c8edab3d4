package io.parley.channels.whatsapp;

import io.parley.channels.Account;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.schemas.avro.DeliveryState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What WhatsApp reports of a message that was sent.
///
/// @param state its word: `sent`, `delivered`, `read`, `played`, `failed`
/// @param messageId the provider's id of the message
/// @param opaque what we gave along with it; empty where nothing was handed back
/// @param person to whom it went; null where it does not say so
/// @param code of the error; 0 where there is none
public record MessageStatus(
        String state,
        String messageId,
        Instant at,
        String opaque,
        @Nullable Person person,
        int code) {

    /// The receipt, or a notice where the state is not known or nobody can be found whose message it was.
    public List<Event> events(Account account) {
        var reported = reported();
        if (reported.isEmpty()) {
            return List.of(InboundMessage.unknown("status", state));
        }
        var correlation = Correlation.parse(opaque, account);
        var receipt = Event.receipt(reported.get(), messageId, at);
        if (reported.get() == DeliveryState.REFUSED) {
            receipt.setReason(GraphError.reason(code));
        }
        correlation.ifPresent(ours -> receipt.setReplyId(ours.replyId()).setPiece(ours.number()));
        var addressee = Optional.ofNullable(person)
                .or(() -> correlation.map(ours -> Person.of(ours.client().externalId())));
        return addressee
                .map(who -> List.<Event>of(new Event.Delivery(
                        who, correlation.map(ours -> ours.client().toString()).orElse(null), receipt)))
                .orElseGet(() -> List.of(new Event.Notice(
                        "status-of-nobody",
                        "WhatsApp has reported of a message without saying to whom it went",
                        Map.of("state", state, "code", String.valueOf(code)))));
    }

    private Optional<DeliveryState> reported() {
        return Optional.ofNullable(
                switch (state) {
                    case "sent" -> DeliveryState.SENT;
                    case "delivered" -> DeliveryState.DELIVERED;
                    case "read", "played" -> DeliveryState.READ;
                    case "failed" -> DeliveryState.REFUSED;
                    default -> null;
                });
    }
}
