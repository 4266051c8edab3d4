package io.parley.channels.whatsapp;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Reply;
import io.parley.channels.Signatures;
import io.parley.channels.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Graph webhooks of a WhatsApp Business Account: several entries, changes, messages and statuses in one body. Meta
/// sends those of all the account's numbers to one URL; what is another number's is named and left alone.
final class WhatsAppWebhook implements Webhook {

    private static final String SCHEME = "sha256=";

    /// Fields that change no conversation and no delivery, and that Meta sends often.
    private static final Set<String> QUIET = Set.of(
            "calls",
            "flows",
            "history",
            "smb_app_state_sync",
            "user_preferences",
            "message_template_components_update",
            "automatic_events",
            "tracking_events");

    /// Fields by which Meta speaks to whoever runs the account.
    private static final Set<String> ABOUT_THE_ACCOUNT = Set.of(
            "account_alerts",
            "account_review_update",
            "account_update",
            "business_capability_update",
            "business_status_update",
            "message_template_quality_update",
            "message_template_status_update",
            "phone_number_name_update",
            "phone_number_quality_update",
            "security",
            "template_category_update");

    @Override
    public boolean isAuthentic(Call call, Account account) {
        var given = call.header("X-Hub-Signature-256").orElse("");
        return account.text("app-secret")
                .filter(secret -> given.startsWith(SCHEME))
                .map(secret -> Signatures.areEqual(
                        given.substring(SCHEME.length()), Signatures.hmacSha256(secret, List.of(call.body()))))
                .orElse(false);
    }

    /// Meta, webhooks: the challenge comes back as it is, for the right token only.
    @Override
    public Reply verify(Call call, Account account) {
        var token = call.parameter("hub.verify_token").orElse("");
        boolean right = account.text("verify-token")
                .map(expected -> Signatures.areEqual(expected, token))
                .orElse(false);
        var challenge = call.parameter("hub.challenge");
        return right && call.parameter("hub.mode").filter("subscribe"::equals).isPresent() && challenge.isPresent()
                ? Reply.text(200, challenge.get())
                : Reply.status(403);
    }

    @Override
    public List<Event> events(JsonNode body, Account account) {
        return body.path("entry")
                .valueStream()
                .flatMap(entry -> entry.path("changes").valueStream())
                .flatMap(change -> events(change.path("field").asString(""), change.path("value"), account).stream())
                .toList();
    }

    private static List<Event> events(String field, JsonNode value, Account account) {
        var number = Texts.of(value.path("metadata").path("phone_number_id"));
        boolean ofConversations =
                Set.of("messages", "smb_message_echoes", "user_id_update").contains(field);
        if ((ofConversations || number.isPresent()) && !number.equals(account.text("phone-number-id"))) {
            return List.of(foreign(number));
        }
        return switch (field) {
            case "messages" -> ofMessages(value, account);
            case "smb_message_echoes" -> each(value, "message_echoes", echo -> echo(echo, value));
            case "user_id_update" -> each(value, "user_id_update", Moves::ofUpdate);
            default -> ofOther(field, value);
        };
    }

    private static List<Event> ofMessages(JsonNode value, Account account) {
        var events = new ArrayList<Event>();
        events.addAll(each(value, "messages", message -> message(message, value)));
        events.addAll(each(value, "statuses", status -> status(status, value).events(account)));
        events.addAll(each(value, "errors", error -> List.of(error(error))));
        return events;
    }

    private static List<Event> each(JsonNode value, String name, Function<JsonNode, List<Event>> translate) {
        return value.path(name)
                .valueStream()
                .flatMap(one -> translate.apply(one).stream())
                .toList();
    }

    private static List<Event> message(JsonNode message, JsonNode value) {
        return inbound(message, value, message.path("from_user_id"), message.path("from"))
                .map(InboundMessage::events)
                .orElseGet(() -> List.of(InboundMessage.unknown(
                        "message of nobody", message.path("type").asString(""))));
    }

    private static List<Event> echo(JsonNode echo, JsonNode value) {
        return inbound(echo, value, echo.path("to_user_id"), echo.path("to"))
                .map(InboundMessage::staffEvents)
                .orElseGet(() -> List.of(InboundMessage.unknown(
                        "echo to nobody", echo.path("type").asString(""))));
    }

    private static Optional<InboundMessage> inbound(JsonNode message, JsonNode value, JsonNode userId, JsonNode phone) {
        var contacts = Contacts.of(value);
        var group = Texts.of(message.path("group_id")).map(Person::of);
        return Texts.of(message.path("id"))
                .flatMap(id -> group.or(() -> contacts.person(userId, phone))
                        .map(person -> new InboundMessage(
                                id,
                                Texts.seconds(message.path("timestamp")),
                                person,
                                contacts.name(userId, phone),
                                message,
                                Map.of())));
    }

    private static MessageStatus status(JsonNode status, JsonNode value) {
        var userId = status.path("recipient_user_id");
        var recipient = status.path("recipient_id");
        var person = status.path("recipient_type").asString("").equals("group")
                ? Texts.of(recipient).map(Person::of)
                : Contacts.of(value).person(userId, recipient);
        return new MessageStatus(
                status.path("status").asString(""),
                status.path("id").asString(""),
                Texts.seconds(status.path("timestamp")),
                status.path("biz_opaque_callback_data").asString(""),
                person.orElse(null),
                status.path("errors").path(0).path("code").asInt(0));
    }

    private static Event error(JsonNode error) {
        var code = error.path("code").asString("");
        return new Event.Notice(
                "account-error",
                "Meta reports an error of the account: "
                        + GraphError.reason(error.path("code").asInt(-1)),
                Map.of("code", code, "title", shortened(error.path("title"))));
    }

    private static List<Event> ofOther(String field, JsonNode value) {
        if (QUIET.contains(field) || field.startsWith("group_")) {
            return List.of();
        }
        return List.of(
                ABOUT_THE_ACCOUNT.contains(field)
                        ? new Event.Notice(
                                "account-update",
                                "Meta reports a change of the account",
                                Map.of("field", field, "event", shortened(value.path("event"))))
                        : InboundMessage.unknown("field", field));
    }

    private static Event foreign(Optional<String> number) {
        return new Event.Notice(
                "foreign-account",
                "a webhook of another number than this account's; its URL is that number's, too",
                Map.of("phone_number_id", number.orElse("")));
    }

    private static String shortened(JsonNode text) {
        var all = text.asString("");
        return all.substring(0, Math.min(all.length(), 200));
    }
}
