package io.parley.channels.ycloud;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Signatures;
import io.parley.channels.Webhook;
import io.parley.channels.whatsapp.InboundMessage;
import io.parley.channels.whatsapp.MessageStatus;
import io.parley.channels.whatsapp.People;
import io.parley.channels.whatsapp.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// YCloud's events, one in a body. They come in any order and more than once; what names a message is its wamid, which
/// all of an account's endpoints see, where the event's own id differs from endpoint to endpoint.
final class YCloudWebhook implements Webhook {

    private static final Pattern SIGNATURE = Pattern.compile("t=(\\d{1,11}),s=([0-9a-f]{64})");

    private final Duration tolerance;

    /// Takes a signature for so long; YCloud names no age, its example says five minutes.
    YCloudWebhook(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /// YCloud, implement a webhook receiver: over the time, a dot and the body, with the endpoint's secret as it is
    /// shown, `whsec_` included.
    @Override
    public boolean isAuthentic(Call call, Account account) {
        var parts = SIGNATURE.matcher(call.header("YCloud-Signature").orElse("").replace(" ", ""));
        if (!parts.matches() || !Signatures.isFresh(parts.group(1), call.at(), tolerance)) {
            return false;
        }
        var signed = List.of((parts.group(1) + ".").getBytes(StandardCharsets.UTF_8), call.body());
        return account.text("webhook-secret")
                .map(secret -> Signatures.areEqual(parts.group(2), Signatures.hmacSha256(secret, signed)))
                .orElse(false);
    }

    @Override
    public List<Event> events(JsonNode body, Account account) {
        var type = body.path("type").asString("");
        return switch (type) {
            case "whatsapp.inbound_message.received" ->
                ours(body.path("whatsappInboundMessage"), "to", account, YCloudWebhook::message);
            case "whatsapp.smb.message.echoes", "whatsapp.smb.message.created" ->
                ours(body.path("whatsappMessage"), "from", account, YCloudWebhook::echo);
            case "whatsapp.message.updated" ->
                ours(body.path("whatsappMessage"), "from", account, message -> status(message, account));
            default -> ofOther(type);
        };
    }

    /// One endpoint gets the events of all numbers of the business: what is another number's is left alone.
    private static List<Event> ours(
            JsonNode message, String side, Account account, java.util.function.Function<JsonNode, List<Event>> read) {
        var number = Texts.of(message.path(side)).map(YCloudApi::digits);
        boolean needed = !side.equals("from") || message.has("from");
        if (needed && !number.equals(YCloudApi.number(account))) {
            return List.of(new Event.Notice(
                    "foreign-account",
                    "a webhook of another number than this account's; its URL is that number's, too",
                    Map.of("side", side)));
        }
        return read.apply(message);
    }

    private static List<Event> message(JsonNode message) {
        var person = person(message, "fromUserId", "from");
        return inbound(message, person)
                .map(said -> said.events().stream().map(YCloudWebhook::withPlus).toList())
                .orElseGet(() -> List.of(InboundMessage.unknown(
                        "message of nobody", message.path("type").asString(""))));
    }

    /// A new number stands in Meta's part of the message, without the `+` that YCloud writes everywhere else.
    private static Event withPlus(Event event) {
        return event instanceof Event.Moved(var person, var now, var id, var at, var reason)
                ? new Event.Moved(person, YCloudApi.digits(now), id, at, reason)
                : event;
    }

    private static List<Event> echo(JsonNode message) {
        var person = person(message, "toUserId", "to").or(() -> person(message, "recipientUserId", "recipient"));
        return inbound(message, person)
                .map(InboundMessage::staffEvents)
                .orElseGet(() -> List.of(InboundMessage.unknown(
                        "echo to nobody", message.path("type").asString(""))));
    }

    private static Optional<InboundMessage> inbound(JsonNode message, Optional<Person> sender) {
        var group = Texts.of(message.path("groupId")).map(Person::of);
        var id = Texts.distinct(message.path("wamid"), message.path("id")).stream()
                .findFirst();
        return id.flatMap(known -> group.or(() -> sender)
                .map(person -> new InboundMessage(
                        known,
                        time(message, "sendTime", "createTime"),
                        person,
                        name(message.path("customerProfile")),
                        message,
                        Texts.of(message.path("id"))
                                .map(own -> Map.of(YCloudSender.MESSAGE_ID, own))
                                .orElse(Map.of()))));
    }

    private static @Nullable String name(JsonNode profile) {
        return Texts.distinct(profile.path("name"), profile.path("username")).stream()
                .findFirst()
                .orElse(null);
    }

    private static List<Event> status(JsonNode message, Account account) {
        var state = message.path("status").asString("");
        // What a direct send has answered already.
        if (state.equals("accepted")) {
            return List.of();
        }
        var person = person(message, "recipientUserId", "to").or(() -> person(message, "toUserId", "recipient"));
        var error = message.path("whatsappApiError").path("code");
        return new MessageStatus(
                        state,
                        Texts.distinct(message.path("wamid"), message.path("id")).stream()
                                .findFirst()
                                .orElse(""),
                        time(message, timeOf(state), "updateTime", "createTime"),
                        message.path("externalId").asString(""),
                        person.orElse(null),
                        error.isMissingNode() ? message.path("errorCode").asInt(0) : error.asInt(0))
                .events(account);
    }

    private static String timeOf(String state) {
        return switch (state) {
            case "delivered" -> "deliverTime";
            case "read" -> "readTime";
            case "sent" -> "sendTime";
            default -> "updateTime";
        };
    }

    private static Optional<Person> person(JsonNode message, String userId, String phone) {
        return People.of(Stream.concat(
                        Texts.of(message.path(userId)).stream(),
                        Texts.of(message.path(phone)).map(YCloudApi::digits).stream())
                .distinct()
                .collect(Collectors.toList()));
    }

    private static Instant time(JsonNode message, String... names) {
        for (var name : names) {
            var text = message.path(name).asString("");
            try {
                if (!text.isEmpty() && text.length() <= 40) {
                    var time = Instant.parse(text);
                    return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
                }
            } catch (DateTimeParseException e) {
                return Instant.EPOCH;
            }
        }
        return Instant.EPOCH;
    }

    private static List<Event> ofOther(String type) {
        boolean quiet = type.startsWith("contact")
                || type.startsWith("whatsapp.smb.")
                || type.startsWith("whatsapp.group")
                || type.startsWith("whatsapp.call")
                || type.equals("whatsapp.user.preferences");
        if (quiet) {
            return List.of();
        }
        boolean ofAccount = type.startsWith("whatsapp.template")
                || type.startsWith("whatsapp.phone_number")
                || type.startsWith("whatsapp.business_account");
        return List.of(
                ofAccount
                        ? new Event.Notice(
                                "account-update", "YCloud reports a change of the account", Map.of("field", type))
                        : InboundMessage.unknown("event", type));
    }
}
