package io.parley.channels.telegram;

import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Markup;
import io.parley.channels.Multipart;
import io.parley.channels.Outcome;
import io.parley.channels.Picture;
import io.parley.channels.Piece;
import io.parley.channels.Sender;
import io.parley.channels.Sign;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Button;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sends entries as `sendMessage` and `sendPhoto` (Telegram Bot API).
final class TelegramSender implements Sender {

    /// Of a message and of a picture's caption, after entities parsing.
    static final int LONGEST_TEXT = 4096;

    static final int LONGEST_CAPTION = 1024;
    private static final int LONGEST_BUTTON_DATA = 64;
    private static final Html HTML = new Html();
    private static final Duration TYPING_LASTS = Duration.ofSeconds(5);

    private final TelegramApi api;

    TelegramSender(TelegramApi api) {
        this.api = api;
    }

    /// A picture of a public address is fetched by Telegram, one that the entry carries in itself is uploaded. It
    /// carries the words where they fit beneath it, and goes ahead of them where they don't. Buttons
    /// stand on the last message.
    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        var texts = Markup.render(entry, HTML, LONGEST_TEXT, Html::length);
        var image = entry.getImageUrl()
                .filter(url ->
                        url.matches("https?://\\S+") || Picture.parse(url).isPresent());
        boolean isCaption = image.isPresent() && texts.size() == 1 && Html.length(texts.getFirst()) <= LONGEST_CAPTION;
        var bodies = new ArrayList<ObjectNode>();
        image.ifPresent(url -> bodies.add(photo(url, isCaption ? texts.getFirst() : "")));
        if (!isCaption) {
            texts.forEach(text -> bodies.add(message(text)));
        }
        if (bodies.isEmpty() && !entry.getButtons().isEmpty()) {
            bodies.add(message("…"));
        }
        if (!bodies.isEmpty()) {
            quote(entry, to, bodies.getFirst());
            offer(entry.getButtons(), bodies.getLast());
        }
        return Piece.numbered(entry, "sendMessage", bodies).stream()
                .map(piece -> piece.body().has("photo") ? piece.as("sendPhoto", piece.body()) : piece)
                .toList();
    }

    private static ObjectNode message(String html) {
        return JsonNodeFactory.instance.objectNode().put("text", html).put("parse_mode", "HTML");
    }

    private static ObjectNode photo(String url, String caption) {
        var body = JsonNodeFactory.instance.objectNode().put("photo", url);
        return caption.isEmpty() ? body : body.put("caption", caption).put("parse_mode", "HTML");
    }

    /// Where several people write, it shows whom the answer is for.
    private static void quote(AgentReply entry, Addressee to, ObjectNode body) {
        to.attribute(Event.MESSAGE_ID)
                .filter(id -> isGroup(to) && entry.getPart() == 1 && id.matches("\\d{1,15}"))
                .ifPresent(id -> body.putObject("reply_parameters")
                        .put("message_id", Long.parseLong(id))
                        .put("allow_sending_without_reply", true));
    }

    private static void offer(List<Button> buttons, ObjectNode body) {
        if (!buttons.isEmpty()) {
            var rows = body.putObject("reply_markup").putArray("inline_keyboard");
            buttons.forEach(button -> rows.addArray()
                    .addObject()
                    .put("text", button.getTitle())
                    .put("callback_data", buttonData(button.getId())));
        }
    }

    /// What comes back as `button_id`: the id, or where it has more than the 64 bytes that Telegram keeps, `~`
    /// and the unpadded base64url SHA-256 of it, always the same for the same id.
    static String buttonData(String id) {
        var bytes = id.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_BUTTON_DATA) {
            return id;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Outcome send(Piece piece, Addressee to) throws InterruptedException {
        var body = addressed(piece.body(), to);
        var picture = Picture.parse(body.path("photo").asString(""));
        var answer = picture.isPresent()
                ? api.call(to.account(), piece.method(), form(body, picture.get()))
                : api.call(to.account(), piece.method(), body);
        return Ending.of(answer, piece, isGroup(to));
    }

    /// What has objects in it is JSON within the form (Telegram Bot API, "Making requests").
    private static Multipart form(ObjectNode body, Picture picture) {
        var form = new Multipart();
        body.without("photo").properties().forEach(field -> {
            var value = field.getValue();
            form.field(field.getKey(), value.isObject() ? value.toString() : value.asString(""));
        });
        return form.file("photo", picture.fileName(), picture.mediaType(), picture.bytes());
    }

    private static ObjectNode addressed(ObjectNode body, Addressee to) {
        var whole = numbered(body.deepCopy(), "chat_id", to.externalId());
        var thread = to.thread();
        return thread == null ? whole : numbered(whole, "message_thread_id", thread);
    }

    private static ObjectNode numbered(ObjectNode body, String field, String id) {
        return id.matches("-?\\d{1,18}") ? body.put(field, Long.parseLong(id)) : body.put(field, id);
    }

    /// Telegram's published limits (bot FAQ, "My bot is hitting limits"): 30 messages a second, one a second in
    /// a chat with short bursts tolerated (two at once here), 20 a minute in a group. The other bursts are taken
    /// out of what is allowed, so that no window holds more.
    @Override
    public List<Limit> limits(Addressee to) {
        var account = within(Scope.ACCOUNT, to.account().limit("messages-per-second", 30), Duration.ofSeconds(1), 5);
        var chat = new Limit(
                Scope.CLIENT,
                Math.max(1, to.account().limit("messages-per-second-in-chat", 1)),
                Duration.ofSeconds(1),
                isGroup(to) ? 1 : 2);
        return isGroup(to)
                ? List.of(
                        account,
                        chat,
                        within(
                                Scope.CLIENT,
                                to.account().limit("messages-per-minute-in-group", 20),
                                Duration.ofMinutes(1),
                                3))
                : List.of(account, chat);
    }

    private static Limit within(Scope scope, int total, Duration per, int burst) {
        int atOnce = Math.max(1, Math.min(burst, total / 2));
        return new Limit(scope, Math.max(1, total - atOnce), per, atOnce);
    }

    /// A draft with the words so far (Telegram Bot API, sendMessageDraft), else the chat action.
    @Override
    public void show(Sign sign, Addressee to) throws InterruptedException {
        var words = streams(to) ? Markup.render(sign.text(), HTML, LONGEST_TEXT, Html::length) : List.<String>of();
        var body = words.isEmpty()
                ? JsonNodeFactory.instance.objectNode().put("action", "typing")
                : message(words.getLast()).put("draft_id", draftId(sign.turnId()));
        var _ = api.call(to.account(), words.isEmpty() ? "sendChatAction" : "sendMessageDraft", addressed(body, to));
    }

    /// Any number but 0; the same one changes the draft that is shown.
    private static int draftId(String turnId) {
        return Math.floorMod(turnId.hashCode(), Integer.MAX_VALUE) + 1;
    }

    @Override
    public Duration signLasts() {
        return TYPING_LASTS;
    }

    @Override
    public boolean streams() {
        return true;
    }

    /// Drafts exist in private chats only.
    @Override
    public boolean streams(Addressee to) {
        return !isGroup(to);
    }

    /// Groups and supergroups have negative ids, people positive ones.
    private static boolean isGroup(Addressee to) {
        return to.externalId().startsWith("-");
    }
}
