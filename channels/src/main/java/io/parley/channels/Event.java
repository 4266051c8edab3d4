package io.parley.channels;

import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One thing that a provider reports.
public sealed interface Event {

    /// Attribute of a record of `incoming-messages`: the provider's id of the message within its chat, where it differs
    /// from the event's; `refers_to` of edits, deletions and reactions names it.
    String MESSAGE_ID = "provider_message_id";

    /// Attribute of a HUMAN_REPLY: the provider's id of a message that staff have sent by themselves, from a phone. It
    /// is remembered, and never sent.
    String SENT_BY_STAFF = "sent_by_staff";

    /// Attribute of a message that has been forwarded; its value says no more than `true`.
    String FORWARDED = "forwarded";

    /// Attribute of a quoting reply: the quoted words, where the provider gives them; at most 500 characters count.
    String QUOTED = "quoted";

    /// Attribute of a message: the sender's phone number in digits, where the provider vouches for it and the person's
    /// first external id is another.
    String PHONE = "phone";

    /// Changes a client's conversation.
    ///
    /// @param draft kind, event id, time and content; the frame adds ids, tenant, channel, and `raw`
    /// @param raw the part of the payload that this is, kept for debugging where it is not too large
    record Incoming(Person person, IncomingMessage.Builder draft, JsonNode raw) implements Event {}

    /// What has become of something sent.
    ///
    /// @param clientId where the provider has handed it back to us; null to take the person's
    /// @param draft state, time, provider's id, and reply_id and piece where they were handed back
    record Delivery(Person person, @Nullable String clientId, DeliveryReceipt.Builder draft) implements Event {}

    /// A person's external id has changed; the conversation stays. The frame writes the alias and a MOVED record.
    ///
    /// @param person as they were known
    /// @param now the new external id
    /// @param eventId of the provider
    record Moved(Person person, String now, String eventId, Instant at, String reason) implements Event {}

    /// Something that an operator may want to know, or that Parley does not know: a system event.
    ///
    /// @param event a stable lower-case word, such as `blocked-by-client` or `unknown-event`
    /// @param message in words, without personal data
    /// @param attributes details, without personal data
    record Notice(String event, String message, Map<String, String> attributes) implements Event {

        public Notice {
            attributes = Map.copyOf(attributes);
        }

        /// Something that the channel does not know or does not use.
        public static Notice unknown(String type) {
            return new Notice(
                    "unknown-event", "The provider sent an event that Parley does not use.", Map.of("type", type));
        }
    }

    /// Begins the draft of a record.
    ///
    /// @param eventId the provider's own id of the event: the same whenever it is delivered again
    static IncomingMessage.Builder draft(IncomingKind kind, String eventId, Instant at) {
        return IncomingMessage.newBuilder()
                .setKind(kind)
                .setProviderEventId(eventId)
                .setOccurredAt(at);
    }

    /// Seconds since 1970 in digits, up to a dot if there is one; the epoch for anything else.
    static Instant time(String seconds) {
        var whole = seconds.replaceFirst("\\..*", "");
        return whole.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(whole)) : Instant.EPOCH;
    }

    /// Begins the draft of a receipt.
    static DeliveryReceipt.Builder receipt(DeliveryState state, String providerId, Instant at) {
        return DeliveryReceipt.newBuilder()
                .setState(state)
                .setProviderId(providerId)
                .setAt(at);
    }
}
