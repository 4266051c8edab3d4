package io.parley.ingress.webhooks.intake;

import io.parley.channels.Account;
import io.parley.channels.Event;
import io.parley.schemas.ClientId;
import io.parley.schemas.Ids;
import io.parley.schemas.aliases.Aliases;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes records of the events of one request, in their order.
final class Translation {

    private static final int LARGEST_RAW = 32 * 1024;

    private final Account account;
    private final Instant at;
    private final Persons persons;
    private final List<IncomingMessage> messages = new ArrayList<>();
    private final List<DeliveryReceipt> receipts = new ArrayList<>();
    private final List<SystemEvent> notices = new ArrayList<>();

    private Translation(Account account, Aliases known, Instant at) {
        this.account = account;
        this.at = at;
        persons = new Persons(account, known, at);
    }

    /// An event that can't become a record becomes a notice, so that those around it still count.
    ///
    /// @param at when the request came
    static Batch of(List<Event> events, Account account, Aliases known, Instant at) {
        var translation = new Translation(account, known, at);
        events.forEach(translation::addOrTell);
        return new Batch(translation.persons.learnt(), translation.messages, translation.receipts, translation.notices);
    }

    private void addOrTell(Event event) {
        try {
            add(event);
        } catch (IllegalArgumentException | AvroRuntimeException e) {
            // An empty id, or a field that a record must have.
            notice(new Event.Notice(
                    "unusable-event", "an event that can't become a record was left out", Map.of("type", type(event))));
        }
    }

    private void add(Event event) {
        switch (event) {
            case Event.Incoming(var person, var draft, var raw) ->
                messages.add(message(persons.meet(person), CleanText.of(draft).setRaw(bytes(raw))));
            case Event.Delivery(var person, var clientId, var draft) ->
                receipts.add(DeliveryReceipt.newBuilder(draft)
                        .setClientId(ownClient(clientId).orElseGet(() -> persons.clientOf(person)))
                        .setTenant(account.tenant())
                        .setChannel(account.kind())
                        .setChannelAccount(account.id())
                        .build());
            case Event.Moved moved -> move(moved);
            case Event.Notice notice -> notice(notice);
        }
    }

    private void move(Event.Moved moved) {
        var draft = Event.draft(IncomingKind.MOVED, moved.eventId(), moved.at())
                .setAuthor(account.kind())
                .setMovedTo(moved.now());
        messages.add(message(persons.move(moved.person(), moved.now(), moved.at()), draft));
    }

    private IncomingMessage message(String clientId, IncomingMessage.Builder draft) {
        return draft.setMessageId(Ids.messageId(clientId, draft.getKind().name(), draft.getProviderEventId()))
                .setClientId(clientId)
                .setTenant(account.tenant())
                .setChannel(account.kind())
                .setChannelAccount(account.id())
                .build();
    }

    private void notice(Event.Notice notice) {
        var attributes = new LinkedHashMap<>(notice.attributes());
        attributes.put("channel", account.kind());
        attributes.put("account", account.id());
        notices.add(SystemEvent.newBuilder()
                .setTenant(account.tenant())
                .setEvent(notice.event())
                .setMessage(notice.message())
                .setAttributes(attributes)
                .setAt(at)
                .build());
    }

    /// A client_id that was handed back, if it is one of this account: a provider repeats whatever it was once given.
    private Optional<String> ownClient(@Nullable String handedBack) {
        if (handedBack == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClientId.parse(handedBack))
                    .filter(client -> client.tenant().equals(account.tenant())
                            && client.account().equals(account.id()))
                    .map(ClientId::toString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable ByteBuffer bytes(JsonNode raw) {
        var bytes = raw.toString().getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LARGEST_RAW ? ByteBuffer.wrap(bytes) : null;
    }

    private static String type(Event event) {
        return switch (event) {
            case Event.Incoming _ -> "incoming";
            case Event.Delivery _ -> "delivery";
            case Event.Moved _ -> "moved";
            case Event.Notice _ -> "notice";
        };
    }
}
