package io.parley.channels.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.channels.Addressee;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.ProviderApi.Answer;
import io.parley.channels.Sender;
import io.parley.channels.Signatures;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.settings.PublicAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Posts each entry to the account's `callback-url`, signed, until it is taken: the receiver knows an entry by its
/// `reply_id`, hence what may have arrived is posted again.
final class HttpSender implements Sender {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ProviderApi api;
    private final Clock clock;
    private final boolean mayBePrivate;

    /// @param mayBePrivate whether a callback may be on this machine or in this network
    HttpSender(ProviderApi api, Clock clock, boolean mayBePrivate) {
        this.api = api;
        this.clock = clock;
        this.mayBePrivate = mayBePrivate;
    }

    /// One, or none for what the user has said, for what takes back, and where there is no callback.
    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        var isShown = entry.getAuthor() != Author.USER && entry.getKind() != EntryKind.RETRACT;
        return isShown && to.account().text("callback-url").isPresent()
                ? Piece.numbered(entry, "callback", List.of(body(entry, to)))
                : List.of();
    }

    /// The web chat's `message` frame, and whose it is.
    private static ObjectNode body(AgentReply entry, Addressee to) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("type", "message")
                .put("role", "agent")
                .put("author", entry.getAuthor() == Author.UNKNOWN ? "system" : name(entry.getAuthor()))
                .put("kind", entry.getKind() == EntryKind.UNKNOWN ? "notice" : name(entry.getKind()))
                .put("content", entry.getContent())
                .put("client_id", entry.getClientId())
                .put("user_id", to.client().externalId())
                .put("channel", to.account().id())
                .put("reply_id", entry.getReplyId());
        entry.getTurnId().ifPresent(turn -> body.put("turn_id", turn));
        entry.getInReplyTo().forEach(body.putArray("in_reply_to")::add);
        body.put("part", entry.getPart()).put("total", entry.getTotal());
        entry.getImageUrl().ifPresent(url -> body.put("image_url", url));
        if (!entry.getButtons().isEmpty()) {
            var buttons = body.putArray("buttons");
            entry.getButtons()
                    .forEach(button ->
                            buttons.addObject().put("id", button.getId()).put("title", button.getTitle()));
        }
        return body.put("timestamp", MILLISECONDS.format(entry.getCreatedAt()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Outcome send(Piece piece, Addressee to) throws InterruptedException {
        var url = to.account().text("callback-url").filter(Urls::isHttp).map(URI::create);
        var secret = to.account().text("secret");
        if (url.isEmpty() || secret.isEmpty()) {
            return new Outcome.Refused("no-callback");
        }
        try {
            if (!mayBePrivate && !PublicAddress.isPublic(url.get().getHost())) {
                return new Outcome.Refused("private-address");
            }
        } catch (UnknownHostException e) {
            return new Outcome.Later(SOON, Scope.ACCOUNT, "unknown-host");
        }
        var body = piece.body().toString().getBytes(UTF_8);
        var headers = Map.of("Content-Type", "application/json", "Parley-Signature", signature(secret.get(), body));
        return outcome(api.post(url.get(), headers, body));
    }

    private String signature(String secret, byte[] body) {
        long time = clock.instant().getEpochSecond();
        return "t=" + time + ",v1=" + Signatures.hmacSha256(secret, List.of((time + ".").getBytes(UTF_8), body));
    }

    private static Outcome outcome(Answer answer) {
        return switch (answer) {
            case Answer.Received received when received.isSuccess() -> new Outcome.Sent("");
            case Answer.Received received -> refusal(received);
            case Answer.NotSent _ -> new Outcome.Later(SOON, Scope.ACCOUNT, "no-connection");
            case Answer.Lost _ -> new Outcome.Later(SOON, Scope.CLIENT, "no-answer");
        };
    }

    private static Outcome refusal(Answer.Received answer) {
        var reason = "http-" + answer.status();
        var after = answer.retryAfter().orElse(SOON);
        return switch (answer.status()) {
            case 429, 503 -> new Outcome.Later(after, Scope.ACCOUNT, reason);
            case 408, 425 -> new Outcome.Later(after, Scope.CLIENT, reason);
            default ->
                answer.status() >= 500 ? new Outcome.Later(after, Scope.CLIENT, reason) : new Outcome.Refused(reason);
        };
    }

    /// As the account says; a program of one's own needs none.
    @Override
    public List<Limit> limits(Addressee to) {
        int minute = to.account().limit("messages-per-minute", 6_000);
        return List.of(new Limit(Scope.ACCOUNT, minute, Duration.ofMinutes(1), Math.max(1, minute / 60)));
    }
}
