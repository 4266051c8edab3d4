package io.parley.sandbox.callback;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.Hmac;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Provider;
import io.parley.sandbox.Samples;
import io.parley.sandbox.Screen;
import io.parley.sandbox.Webhook;
import io.parley.sandbox.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tenant's own program behind the generic HTTP channel, as Parley's contract for it says: takes entries at
/// `/callback/{channel}`, once each by their `reply_id`, when `Parley-Signature` is right and not older than five
/// minutes; writes to `/v1/channels/{channel}/messages`.
final class CallbackStandIn implements Provider {

    private static final Pattern SIGNATURE = Pattern.compile("t=(\\d{1,11}),v1=([0-9a-f]{64})");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int MOST_BODY = 1 << 20;
    private static final String METHOD = "callback";
    private static final PatientRetries RETRIES = new PatientRetries();

    private final World world;

    CallbackStandIn(World world) {
        this.world = world;
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public String prefix() {
        return METHOD;
    }

    @Override
    public String webhookPath(Account account) {
        return "/v1/channels/" + account.id() + "/messages";
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        Optional<Account> account = world.accounts()
                .find(path.substring(1))
                .filter(found -> found.kind().equals(kind()));
        if (account.isEmpty() || !exchange.method().equals("POST")) {
            world.answer(exchange, this, Call.of("", METHOD), () -> error(404, "no-such-callback"));
            return;
        }
        byte[] body = exchange.body(MOST_BODY);
        JsonNode entry = Json.parse(body);
        boolean isSigned =
                isSigned(account.get(), exchange.header("Parley-Signature").orElse(""), body);
        world.answer(exchange, this, recorded(account.get(), entry), () -> take(account.get(), entry, isSigned));
    }

    private static Call recorded(Account account, JsonNode entry) {
        return new Call(
                account.id(),
                entry.path("user_id").asString(""),
                null,
                METHOD,
                entry.path("content").asString(null),
                entry.path("reply_id").asString(null));
    }

    private boolean isSigned(Account account, String header, byte[] body) {
        Matcher signature = SIGNATURE.matcher(header);
        if (!signature.matches()) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(signature.group(1)));
        String right = Hmac.sha256(account.text("secret").orElse(""), signature.group(1) + ".", body);
        return Duration.between(at, world.clock().instant()).abs().compareTo(TOLERANCE) <= 0
                && Hmac.areEqual(right, signature.group(2));
    }

    private Answer take(Account account, JsonNode entry, boolean isSigned) {
        if (!isSigned) {
            return error(401, "wrong-signature");
        }
        String user = entry.path("user_id").asString("");
        String id = entry.path("reply_id").asString("");
        if (user.isEmpty() || id.isEmpty()) {
            return error(400, "user_id-and-reply_id-are-needed");
        }
        Screen screen = world.screens().of(account.id(), user);
        if (screen.is("blocked", false)) {
            return error(410, "gone");
        }
        return screen.showOnce(message(entry, id))
                ? Answer.delivered(id, Json.object())
                : Answer.done(Json.object().put("duplicate", true));
    }

    private static Message message(JsonNode entry, String id) {
        List<Message.Button> buttons = entry.path("buttons")
                .valueStream()
                .map(button -> new Message.Button(
                        button.path("id").asString(""), button.path("title").asString(""), null))
                .toList();
        String image = entry.path("image_url").asString("");
        boolean human = entry.path("author").asString("").equals("human");
        Message message = Message.draft(
                        id,
                        human ? Message.From.STAFF : Message.From.AGENT,
                        image.isEmpty() ? "text" : "photo",
                        entry.path("content").asString(""))
                .withButtons(buttons);
        return image.isEmpty() ? message : message.withFile(new Message.Attached(image, "image/*", null));
    }

    private static Answer error(int status, String code) {
        return Answer.refused(status, code, Json.object().put("error", code));
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        String id = "m-" + UUID.randomUUID();
        ObjectNode message = Json.object().put("message_id", id).put("user_id", person);
        Screen screen = world.screens().of(account.id(), person);
        if (!screen.name().equals(person)) {
            message.put("user_name", screen.name());
        }
        screen.show(shown(account, person, act, id, message));
        byte[] body = Json.bytes(message);
        world.webhooks()
                .post(new Webhook(
                        account,
                        webhookPath(account),
                        id,
                        body,
                        attempt -> sign(account, body, Signature.RIGHT),
                        person,
                        RETRIES,
                        world.clock().instant()));
        return new Written(id, id);
    }

    private Message shown(Account account, String person, JsonNode act, String id, ObjectNode message) {
        String kind = act.path("kind").asString("");
        return switch (kind) {
            case "text" -> {
                String text = act.path("text").asString("");
                message.put("text", text);
                yield Message.draft(id, Message.From.PERSON, kind, text);
            }
            case "photo", "voice", "audio", "video", "document" -> file(act, kind, id, message);
            case "button" -> {
                String text = pressed(account, person, act);
                message.put("text", text);
                yield Message.draft(id, Message.From.PERSON, "text", text);
            }
            default -> throw ControlError.wrong("a person cannot do '" + kind + "' on this channel");
        };
    }

    private Message file(JsonNode act, String kind, String id, ObjectNode message) {
        FileStore.StoredFile file = world.files()
                .keep(
                        Samples.content(kind, act),
                        Samples.mediaType(kind, act),
                        act.path("file_name").asString(null));
        String caption = act.path("caption").asString("");
        message.put("text", caption);
        message.putArray("attachments")
                .addObject()
                .put("url", world.url().get() + FileStore.attached(file).url())
                .put("media_type", file.mediaType());
        return Message.draft(id, Message.From.PERSON, kind, caption).withFile(FileStore.attached(file));
    }

    /// This channel has no answer to a button but its words.
    private String pressed(Account account, String person, JsonNode act) {
        return world
                .screens()
                .of(account.id(), person)
                .find(act.path("message_id").asString(""))
                .stream()
                .flatMap(message -> message.buttons().stream())
                .filter(button -> button.id().equals(act.path("button_id").asString("")))
                .map(Message.Button::title)
                .findFirst()
                .orElseThrow(() -> new ControlError(404, "there is no such button"));
    }

    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        String secret = account.text("secret").orElse("");
        return switch (signature) {
            case RIGHT -> Map.of("Content-Type", "application/json", "Authorization", "Bearer " + secret);
            case WRONG -> Map.of("Content-Type", "application/json", "Authorization", "Bearer " + secret + "-not");
            case MISSING -> Map.of("Content-Type", "application/json");
        };
    }

    @Override
    public Answer failure(int status, int retryAfter) {
        Answer answer = error(status, "http-" + status);
        return retryAfter > 0 ? answer.header("Retry-After", String.valueOf(retryAfter)) : answer;
    }
}
