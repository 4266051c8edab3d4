package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.FileStore.StoredFile;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Screen;
import io.parley.sandbox.World;
import io.parley.sandbox.telegram.TelegramHtml.Formatted;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a bot may show in a chat (Telegram Bot API, Available methods; the errors are worded as in
/// tdlib/telegram-bot-api, Client.cpp).
final class Sending {

    /// In code points after the entities are parsed (tdlib/td, MessageContent.cpp and OptionManager.cpp).
    private static final int LONGEST_TEXT = 4096;

    private static final int LONGEST_CAPTION = 1024;
    private static final long GENERAL_TOPIC = 1;
    private static final Duration ACTION_LASTS = Duration.ofSeconds(5);
    private static final Duration DRAFT_LASTS = Duration.ofSeconds(30);
    private static final Set<String> ACTIONS = Set.of(
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note");

    private final World world;
    private final Limits limits;
    private final Uploads uploads;

    Sending(World world, Limits limits, Uploads uploads) {
        this.world = world;
        this.limits = limits;
        this.uploads = uploads;
    }

    /// A call of a method.
    record Request(Account account, Bot bot, Params params) {}

    Answer message(Request request) {
        Params params = request.params();
        Formatted text = text(params, "text", "parse_mode");
        if (params.text("text").isEmpty()) {
            throw TelegramError.badRequest("message text is empty");
        }
        if (text.text().isBlank()) {
            throw TelegramError.badRequest("text must be non-empty");
        }
        checkLength(text.text(), LONGEST_TEXT, "message is too long");
        Keyboard keyboard = Keyboard.of(params.json("reply_markup"));
        Place place = place(request);
        take(request.account(), place.chat());
        Message draft = Message.draft("", Message.From.AGENT, "text", text.text())
                .withText(text.text(), text.html())
                .withButtons(keyboard.buttons());
        ObjectNode content = Json.object().put("text", text.text());
        addEntities(content, "entities", text);
        return show(request, place, draft, content);
    }

    Answer file(Request request, String kind) {
        Params params = request.params();
        Formatted caption = text(params, "caption", "parse_mode");
        checkLength(caption.text(), LONGEST_CAPTION, "message caption is too long");
        Keyboard keyboard = Keyboard.of(params.json("reply_markup"));
        Place place = place(request);
        StoredFile file = uploads.file(request.account(), params, kind);
        take(request.account(), place.chat());
        Message draft = Message.draft("", Message.From.AGENT, kind, caption.text())
                .withText(caption.text(), caption.html())
                .withFile(FileStore.attached(file))
                .withButtons(keyboard.buttons());
        ObjectNode content = Json.object();
        ObjectNode described = TelegramFiles.describe(request.account(), file, file.content().length, kind);
        if (kind.equals("photo")) {
            content.putArray("photo").add(described.put("width", 320).put("height", 240));
        } else {
            content.set(kind, described.put("mime_type", file.mediaType()));
        }
        if (!caption.text().isEmpty()) {
            content.put("caption", caption.text());
            addEntities(content, "caption_entities", caption);
        }
        return show(request, place, draft, content);
    }

    Answer location(Request request) {
        Params params = request.params();
        if (!params.text("latitude").matches("-?\\d+(\\.\\d+)?")
                || !params.text("longitude").matches("-?\\d+(\\.\\d+)?")) {
            throw TelegramError.badRequest("wrong location: latitude and longitude must be specified");
        }
        Place place = place(request);
        take(request.account(), place.chat());
        ObjectNode content = Json.object();
        content.putObject("location")
                .put("latitude", Double.parseDouble(params.text("latitude")))
                .put("longitude", Double.parseDouble(params.text("longitude")));
        String shown = params.text("latitude") + ", " + params.text("longitude");
        return show(request, place, Message.draft("", Message.From.AGENT, "location", shown), content);
    }

    /// Where a message goes.
    private record Place(
            Chat chat, @Nullable String thread, @Nullable String replyTo) {}

    private Place place(Request request) {
        Chat chat = writable(request);
        return new Place(chat, topic(request, chat), replyTo(request.params(), chat.screen()));
    }

    private Answer show(Request request, Place place, Message draft, ObjectNode content) {
        Chat chat = place.chat();
        String replyTo = place.replyTo();
        String id = String.valueOf(request.bot().nextMessage(chat.id()));
        Message shown = chat.screen().show(draft.withId(id).in(replyTo, place.thread()));
        ObjectNode message = Acts.shown(request.account(), chat, shown);
        message.remove("text");
        message.remove("caption");
        message.setAll(content);
        if (replyTo != null) {
            chat.screen()
                    .find(replyTo)
                    .ifPresent(
                            answered -> message.set("reply_to_message", Acts.shown(request.account(), chat, answered)));
        }
        JsonNode markup = request.params().json("reply_markup");
        if (markup.has("inline_keyboard")) {
            message.set("reply_markup", markup);
        }
        return Answer.delivered(id, TelegramStandIn.ok(message));
    }

    Answer edit(Request request) {
        Params params = request.params();
        Formatted text = text(params, "text", "parse_mode");
        if (text.text().isBlank()) {
            throw TelegramError.badRequest("message text is empty");
        }
        checkLength(text.text(), LONGEST_TEXT, "message is too long");
        Keyboard keyboard = Keyboard.of(params.json("reply_markup"));
        Chat chat = writable(request);
        Message before = own(chat, params, "edit");
        if (before.text().equals(text.text()) && before.buttons().equals(keyboard.buttons())) {
            throw TelegramError.badRequest(
                    "message is not modified: specified new message content and reply markup are exactly the same as a "
                            + "current content and reply markup of the message");
        }
        take(request.account(), chat);
        Message after = chat.screen()
                .change(
                        before.id(),
                        now -> now.withText(text.text(), text.html())
                                .withButtons(keyboard.buttons())
                                .asEdited())
                .orElse(before);
        ObjectNode message = Acts.shown(request.account(), chat, after)
                .put("edit_date", world.clock().instant().getEpochSecond());
        return Answer.done(TelegramStandIn.ok(message));
    }

    Answer editMarkup(Request request) {
        Keyboard keyboard = Keyboard.of(request.params().json("reply_markup"));
        Chat chat = writable(request);
        Message before = own(chat, request.params(), "edit");
        Message after = chat.screen()
                .change(before.id(), now -> now.withButtons(keyboard.buttons()))
                .orElse(before);
        return Answer.done(TelegramStandIn.ok(Acts.shown(request.account(), chat, after)));
    }

    Answer delete(Request request) {
        Chat chat = writable(request);
        Message message = chat.screen()
                .find(request.params().text("message_id"))
                .orElseThrow(() -> TelegramError.badRequest("message to delete not found"));
        chat.screen().change(message.id(), Message::asDeleted);
        return yes();
    }

    Answer react(Request request) {
        Chat chat = writable(request);
        Message message = chat.screen()
                .find(request.params().text("message_id"))
                .orElseThrow(() -> TelegramError.badRequest("message to react not found"));
        String emoji = request.params().json("reaction").path(0).path("emoji").asString("");
        chat.screen().change(message.id(), now -> now.withReaction(emoji.isEmpty() ? null : emoji));
        return yes();
    }

    /// Lasts five seconds or until a message arrives (Telegram Bot API, sendChatAction).
    Answer action(Request request) {
        if (!ACTIONS.contains(request.params().text("action").toLowerCase(Locale.ROOT))) {
            throw TelegramError.badRequest("wrong parameter action in request");
        }
        Chat chat = writable(request);
        var _ = topic(request, chat);
        chat.screen().typing(world.clock().instant().plus(ACTION_LASTS));
        return yes();
    }

    /// A preview for thirty seconds, in private chats only (Telegram Bot API, sendMessageDraft). How a wrong chat or id
    /// is refused is not documented: those two messages are ours.
    Answer draft(Request request) {
        Params params = request.params();
        Formatted text = text(params, "text", "parse_mode");
        checkLength(text.text(), LONGEST_TEXT, "message is too long");
        if (params.number("draft_id") == 0) {
            throw TelegramError.badRequest("draft_id must be non-zero");
        }
        Chat chat = writable(request);
        if (!chat.isPrivate()) {
            throw TelegramError.badRequest("drafts can be sent to private chats only");
        }
        var _ = topic(request, chat);
        Instant until = world.clock().instant().plus(DRAFT_LASTS);
        chat.screen().draft(text.text(), text.html(), until);
        return yes();
    }

    private static Answer yes() {
        return Answer.done(TelegramStandIn.ok(JsonNodeFactory.instance.booleanNode(true)));
    }

    private void take(Account account, Chat chat) {
        if (world.settings().limits()) {
            limits.take(account.id(), chat);
        }
    }

    private static Message own(Chat chat, Params params, String verb) {
        Message message = chat.screen()
                .find(params.text("message_id"))
                .filter(found -> !found.deleted())
                .orElseThrow(() -> TelegramError.badRequest("message to " + verb + " not found"));
        if (message.from() != Message.From.AGENT) {
            throw TelegramError.badRequest("message can't be edited");
        }
        return message;
    }

    /// The text without its formatting, for the record of calls.
    static @Nullable String visible(Params params) {
        String text = params.text("text").isEmpty() ? params.text("caption") : params.text("text");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return params.text("parse_mode").equalsIgnoreCase("HTML")
                    ? TelegramHtml.parse(text).text()
                    : text;
        } catch (TelegramError e) {
            return text;
        }
    }

    private static Formatted text(Params params, String field, String mode) {
        return switch (params.text(mode).toLowerCase(Locale.ROOT)) {
            case "" -> Formatted.plain(params.text(field));
            case "html" -> TelegramHtml.parse(params.text(field));
            case "markdown", "markdownv2" ->
                throw TelegramError.badRequest("the sandbox does not imitate Markdown, use HTML");
            default -> throw TelegramError.badRequest("unsupported parse_mode");
        };
    }

    private static void addEntities(ObjectNode content, String field, Formatted text) {
        if (!text.entities().isEmpty()) {
            content.set(field, text.entities());
        }
    }

    private static void checkLength(String text, int most, String complaint) {
        if (text.codePointCount(0, text.length()) > most) {
            throw TelegramError.badRequest(complaint);
        }
    }

    /// The chat, if this bot may write there.
    private Chat writable(Request request) {
        String id = request.params().text("chat_id");
        if (id.isEmpty()) {
            throw TelegramError.badRequest("chat_id is empty");
        }
        Optional<Screen> screen = world.screens()
                .find(request.account().id(), id)
                .filter(found -> id.matches("-?\\d{1,18}"))
                .filter(found -> found.is("started", false) || found.is("known", false));
        Chat chat = new Chat(
                screen.map(found -> Long.parseLong(id)).orElse(0L),
                screen.orElseThrow(() -> TelegramError.badRequest("chat not found")));
        checkAllowed(chat);
        return chat;
    }

    private static void checkAllowed(Chat chat) {
        Screen screen = chat.screen();
        Optional<String> moved = screen.state("moved_to");
        if (moved.isPresent()) {
            throw TelegramError.migrated(Long.parseLong(moved.get()));
        }
        if (screen.is("blocked", false)) {
            throw TelegramError.forbidden(
                    chat.isPrivate()
                            ? "bot was blocked by the user"
                            : "bot was kicked from the " + chat.type() + " chat");
        }
        if (screen.is("deactivated", false)) {
            throw TelegramError.forbidden("user is deactivated");
        }
        if (chat.isPrivate() && !screen.is("started", false)) {
            throw TelegramError.forbidden("bot can't initiate conversation with a user");
        }
        if (screen.is("muted", false)) {
            throw TelegramError.badRequest("not enough rights to send text messages to the chat");
        }
    }

    /// The topic: of a forum or a private chat it must exist, and the general topic must not be named; elsewhere it is
    /// ignored (tdlib/telegram-bot-api, Client.cpp: check_message_thread).
    private static @Nullable String topic(Request request, Chat chat) {
        long thread = request.params().number("message_thread_id");
        if (thread == 0 || !(chat.isForum() || chat.isPrivate())) {
            return null;
        }
        if (thread == GENERAL_TOPIC || !request.bot().hasTopic(chat.id(), thread)) {
            throw TelegramError.badRequest("message thread not found");
        }
        return String.valueOf(thread);
    }

    private static @Nullable String replyTo(Params params, Screen screen) {
        JsonNode reply = params.json("reply_parameters");
        String id = reply.path("message_id").asString("");
        if (id.isEmpty()) {
            return null;
        }
        if (screen.find(id).filter(message -> !message.deleted()).isPresent()) {
            return id;
        }
        if (reply.path("allow_sending_without_reply").asBoolean(false)) {
            return null;
        }
        throw TelegramError.badRequest("message to be replied not found");
    }
}
