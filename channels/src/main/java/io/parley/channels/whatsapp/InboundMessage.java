package io.parley.channels.whatsapp;

import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A message in Meta's JSON, as it becomes records. Resellers hand the same on in envelopes of their own.
///
/// @param id the wamid
/// @param person who talks with the business, even where staff have written it
/// @param json the message, with its content under the name of its type
/// @param attributes what the channel's sender needs besides
public record InboundMessage(
        String id,
        Instant at,
        Person person,
        @Nullable String userName,
        JsonNode json,
        Map<String, String> attributes) {

    private static final String STAFF = "staff";
    private static final int LONGEST_DETAIL = 1_000;

    public InboundMessage {
        attributes = Map.copyOf(attributes);
    }

    /// What it says, when a person has sent it.
    public List<Event> events() {
        var type = json.path("type").asString("");
        return switch (type) {
            case "reaction" -> List.of(incoming(reaction()));
            case "edit" -> edit();
            case "revoke" ->
                List.of(incoming(
                        draft(IncomingKind.DELETION).setRefersTo(original()).setAttributes(known())));
            case "system" -> Moves.ofSystem(this);
            case "unsupported" -> unsupported();
            default -> said(type);
        };
    }

    /// What it says, when staff have sent it from a phone: it takes the conversation over. What is no answer, such as a
    /// reaction, changes nothing.
    public List<Event> staffEvents() {
        return MessageContent.of(json)
                .map(content -> {
                    var attributes = new HashMap<>(known());
                    attributes.put(Event.SENT_BY_STAFF, id);
                    return List.<Event>of(incoming(content.into(draft(IncomingKind.HUMAN_REPLY), attributes)
                            .setUserName(null)
                            .setAuthor(STAFF)));
                })
                .orElseGet(List::of);
    }

    private List<Event> said(String type) {
        return MessageContent.of(json)
                .map(content -> List.<Event>of(incoming(content.into(draft(IncomingKind.MESSAGE), known())
                        .setRefersTo(Texts.of(json.path("context").path("id")).orElse(null)))))
                .orElseGet(() -> List.of(unknown("message", type)));
    }

    private List<Event> edit() {
        var message = json.path("edit").path("message");
        return MessageContent.of(message)
                .map(content -> List.<Event>of(
                        incoming(content.into(draft(IncomingKind.EDIT), known()).setRefersTo(original()))))
                .orElseGet(() -> List.of(unknown("edit", message.path("type").asString(""))));
    }

    /// Meta says only that there was something: the person is waiting for an answer nevertheless.
    private List<Event> unsupported() {
        var code = json.path("errors").path(0).path("code").asString("");
        var events = new java.util.ArrayList<>(said("unsupported"));
        events.add(new Event.Notice(
                "unsupported-message",
                "a client has sent something that WhatsApp does not hand on",
                Map.of(
                        "code",
                        code,
                        "type",
                        json.path("unsupported").path("type").asString(""))));
        return events;
    }

    private IncomingMessage.Builder reaction() {
        var reaction = json.path("reaction");
        return draft(IncomingKind.REACTION)
                .setRefersTo(Texts.of(reaction.path("message_id")).orElse(null))
                .setEmoji(Texts.of(reaction.path("emoji")).orElse(null))
                .setAttributes(known());
    }

    private @Nullable String original() {
        return Texts.distinct(
                        json.path("edit").path("original_message_id"),
                        json.path("revoke").path("original_message_id"))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private IncomingMessage.Builder draft(IncomingKind kind) {
        return Event.draft(kind, id, at).setUserName(userName);
    }

    private Event incoming(IncomingMessage.Builder draft) {
        return new Event.Incoming(person, draft, json);
    }

    /// Where it comes from: forwarded, by an advertisement, about a product of the catalogue.
    private Map<String, String> known() {
        var all = new HashMap<>(attributes);
        all.put(Event.MESSAGE_ID, id);
        var context = json.path("context");
        if (context.path("forwarded").asBoolean(false)
                || context.path("frequently_forwarded").asBoolean(false)) {
            all.put("forwarded", "true");
        }
        put(all, "referred_product", context.path("referred_product").path("product_retailer_id"));
        put(all, "referred_catalog", context.path("referred_product").path("catalog_id"));
        var referral = json.path("referral");
        List.of("source_url", "source_type", "source_id", "headline", "body", "ctwa_clid")
                .forEach(name -> put(all, "referral_" + name, referral.path(name)));
        if (person.ids().size() > 1) {
            all.put(Event.PHONE, person.ids().getLast());
        }
        return all;
    }

    private static void put(Map<String, String> attributes, String name, JsonNode value) {
        Texts.of(value).filter(text -> text.length() <= LONGEST_DETAIL).ifPresent(text -> attributes.put(name, text));
    }

    /// The notice of what Parley does not know.
    public static Event.Notice unknown(String what, String name) {
        return new Event.Notice(
                "unknown-event",
                "WhatsApp has reported something that Parley does not know",
                Map.of("what", what, "name", name.substring(0, Math.min(name.length(), 64))));
    }
}
