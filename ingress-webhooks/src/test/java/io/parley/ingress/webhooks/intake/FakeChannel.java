package io.parley.ingress.webhooks.intake;

import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Call;
import io.parley.channels.Channel;
import io.parley.channels.Event;
import io.parley.channels.Field;
import io.parley.channels.Limit;
import io.parley.channels.Outcome;
import io.parley.channels.Person;
import io.parley.channels.Piece;
import io.parley.channels.Reply;
import io.parley.channels.Sender;
import io.parley.channels.Signatures;
import io.parley.channels.Webhook;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.IncomingKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A channel whose provider signs the body with the account's secret and posts `{"events": [{"type", …}]}`.
final class FakeChannel implements Webhook, Sender {

    static final String SIGNATURE = "x-fake-signature";

    static String sign(String secret, String body) {
        return Signatures.hmacSha256(secret, List.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    static Channel channel() {
        var fake = new FakeChannel();
        return new Channel("fake", List.of(Field.text("secret")), fake, fake);
    }

    @Override
    public boolean isAuthentic(Call call, Account account) {
        return Signatures.areEqual(
                Signatures.hmacSha256(account.text("secret").orElseThrow(), List.of(call.body())),
                call.header(SIGNATURE).orElse(""));
    }

    @Override
    public Reply verify(Call call, Account account) {
        return call.parameter("challenge").map(text -> Reply.text(200, text)).orElse(Reply.status(403));
    }

    @Override
    public List<Event> events(JsonNode body, Account account) {
        if (body.has("bug")) {
            throw new IllegalStateException("a translation that breaks its promise");
        }
        return body.path("events").valueStream().map(FakeChannel::event).toList();
    }

    private static Event event(JsonNode event) {
        var ids = event.path("ids").valueStream().map(JsonNode::stringValue).toList();
        var id = event.path("id").asString("");
        var at = Instant.EPOCH.plusSeconds(event.path("at").asInt(0));
        return switch (event.path("type").asString("")) {
            case "message" ->
                new Event.Incoming(
                        person(ids, event),
                        Event.draft(IncomingKind.MESSAGE, id, at)
                                .setText(event.path("text").asString(""))
                                .setUserName(event.path("name").asString(null)),
                        event);
            case "status" ->
                new Event.Delivery(
                        person(ids, event),
                        event.path("client").asString(null),
                        Event.receipt(DeliveryState.valueOf(event.path("state").asString("")), id, at));
            case "moved" ->
                new Event.Moved(person(ids, event), event.path("now").asString(""), id, at, "test");
            case String other -> new Event.Notice("unknown-event", "not known", Map.of("type", other));
        };
    }

    private static Person person(List<String> ids, JsonNode event) {
        return new Person(ids, null, event.path("secondary").asBoolean(false));
    }

    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        return List.of();
    }

    @Override
    public Outcome send(Piece piece, Addressee to) {
        return new Outcome.Sent("");
    }

    @Override
    public List<Limit> limits(Addressee to) {
        return List.of();
    }
}
