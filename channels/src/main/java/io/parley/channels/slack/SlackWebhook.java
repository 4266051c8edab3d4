package io.parley.channels.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Reply;
import io.parley.channels.Signatures;
import io.parley.channels.Webhook;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Slack's Events API and interactions (https://docs.slack.dev/apis/events-api). A message and the mention in it are
/// two
/// events of one post, hence a post's own id is the event's.
final class SlackWebhook implements Webhook {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> SPOKEN = Set.of("", "file_share", "thread_broadcast");
    private static final Pattern LINK = Pattern.compile("<([^@#!|>][^|>]*)\\|([^>]*)>|<([^@#!|>][^|>]*)>|<@[^>]+>\\s*");

    @Override
    public List<String> mediaTypes() {
        return List.of("application/json", FORM);
    }

    /// HMAC over `v0:<timestamp>:<body>`, refused when it is older than five minutes.
    @Override
    public boolean isAuthentic(Call call, Account account) {
        var secret = account.text("signing-secret");
        var time = call.header("X-Slack-Request-Timestamp").orElse("");
        var signed = List.of(("v0:" + time + ":").getBytes(UTF_8), call.body());
        return secret.isPresent()
                && Signatures.isFresh(time, call.at(), TOLERANCE)
                && Signatures.areEqual(
                        "v0=" + Signatures.hmacSha256(secret.get(), signed),
                        call.header("X-Slack-Signature").orElse(""));
    }

    /// A click comes as a form with its JSON in `payload`.
    @Override
    public JsonNode json(Call call, Json parser) {
        if (!call.header("Content-Type").orElse("").startsWith(FORM)) {
            return parser.parse(call.body());
        }
        var form = new String(call.body(), UTF_8).replaceFirst("^payload=", "");
        return parser.parse(URLDecoder.decode(form, UTF_8).getBytes(UTF_8));
    }

    @Override
    public Optional<Reply> answer(JsonNode body, Account account) {
        var isCheck = body.path("type").asString("").equals("url_verification");
        return isCheck ? Optional.of(Reply.text(200, body.path("challenge").asString(""))) : Optional.empty();
    }

    @Override
    public List<Event> events(JsonNode body, Account account) {
        var type = body.path("type").asString("");
        return switch (type.equals("event_callback")
                ? body.path("event").path("type").asString("")
                : type) {
            case "message", "app_mention" -> said(body.path("event"));
            case "block_actions" -> clicked(body);
            case String other -> List.of(Event.Notice.unknown(other));
        };
    }

    private static List<Event> said(JsonNode event) {
        var subtype = event.path("subtype").asString("");
        if (event.has("bot_id") || !SPOKEN.contains(subtype)) {
            return List.of();
        }
        var channel = event.path("channel").asString("");
        var ts = event.path("ts").asString("");
        var draft = Event.draft(IncomingKind.MESSAGE, channel + ":" + ts, Event.time(ts))
                .setText(text(event.path("text").asString("")));
        return incoming(channel, event, draft, event);
    }

    private static List<Event> clicked(JsonNode body) {
        var channel = body.path("channel").path("id").asString("");
        var action = body.path("actions").path(0);
        var ts = body.path("message").path("ts").asString("");
        var at = action.path("action_ts").asString("");
        var id = body.path("user").path("id").asString("") + ":" + ts + ":" + at;
        var draft = Event.draft(IncomingKind.MESSAGE, id, Event.time(at))
                .setText(action.path("text").path("text").asString(""))
                .setButtonId(action.path("value").asString(""))
                .setRefersTo(channel + ":" + ts);
        return incoming(channel, body.path("message"), draft, body);
    }

    /// A direct message channel is one conversation but for its threads; elsewhere each post begins a thread.
    private static List<Event> incoming(String channel, JsonNode post, IncomingMessage.Builder draft, JsonNode raw) {
        var parent = post.path("thread_ts")
                .asString(channel.startsWith("D") ? null : post.path("ts").asString(""));
        return List.of(new Event.Incoming(Person.of(channel).in(parent), draft, raw));
    }

    private static String text(String escaped) {
        var words = LINK.matcher(escaped).replaceAll("$2 $1$3").strip();
        return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
