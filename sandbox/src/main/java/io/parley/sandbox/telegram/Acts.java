package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Provider.Written;
import io.parley.sandbox.Samples;
import io.parley.sandbox.World;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What people do becomes updates (Telegram Bot API, Update and Message).
final class Acts {

    private static final Pattern COMMAND = Pattern.compile("(?<!\\S)/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]+)?");
    private static final int MOST_IN_ALBUM = 10;
    private static final long FIRST_GROUP_MEMBER = 5_000_000_000L;

    private final World world;
    private final Updates updates;

    Acts(World world, Updates updates) {
        this.world = world;
        this.updates = updates;
    }

    /// One act in one chat.
    record Act(Account account, Bot bot, Chat chat, JsonNode json) {

        String text(String field) {
            return json.path(field).asString("");
        }

        long number(String field) {
            return json.path(field).asLong(0);
        }

        /// Who acts: in a private chat the chat itself, in a group the `user`.
        long user() {
            return chat.isPrivate() ? chat.id() : json.path("user").asLong(FIRST_GROUP_MEMBER);
        }

        ObjectNode from() {
            String name =
                    json.path("name").asString(chat.isPrivate() ? chat.screen().name() : "Member " + user());
            return Json.object()
                    .put("id", user())
                    .put("is_bot", false)
                    .put("first_name", name)
                    .put("language_code", json.path("language_code").asString("en"));
        }
    }

    Written carryOut(Act act) {
        if (act.chat().screen().is("blocked", false)) {
            throw new ControlError(409, "the bot is blocked here; unblock it first");
        }
        act.chat().screen().change(Json.object().put("started", true));
        return switch (act.text("kind")) {
            case "text" -> text(act);
            case "photo", "voice", "audio", "video", "document", "sticker" -> file(act, act.text("kind"), "");
            case "album" -> album(act);
            case "location" -> location(act);
            case "contact" -> contact(act);
            case "button" -> button(act);
            case "edit" -> edit(act);
            case "delete" -> delete(act);
            case "reaction" -> reaction(act);
            default -> throw ControlError.wrong("a person on Telegram cannot do '" + act.text("kind") + "'");
        };
    }

    private Written text(Act act) {
        ObjectNode message = begin(act).put("text", act.text("text"));
        addCommands(message, act.text("text"));
        return say(act, message, Message.draft("", Message.From.PERSON, "text", act.text("text")));
    }

    private static void addCommands(ObjectNode message, String text) {
        Matcher command = COMMAND.matcher(text);
        while (command.find()) {
            message.withArray("entities")
                    .addObject()
                    .put("type", "bot_command")
                    .put("offset", command.start())
                    .put("length", command.end() - command.start());
        }
    }

    private Written file(Act act, String kind, String album) {
        FileStore.StoredFile file =
                world.files().keep(Samples.content(kind, act.json()), Samples.mediaType(kind, act.json()), name(act));
        ObjectNode message = begin(act);
        long size = act.json().path("file_size").asLong(file.content().length);
        addFile(message, act.account(), kind, file, size);
        if (!act.text("caption").isEmpty()) {
            message.put("caption", act.text("caption"));
        }
        if (!album.isEmpty()) {
            message.put("media_group_id", album);
        }
        Message shown = Message.draft("", Message.From.PERSON, kind, act.text("caption"))
                .withFile(FileStore.attached(file));
        return say(act, message, shown);
    }

    private static @org.jspecify.annotations.Nullable String name(Act act) {
        return act.json().path("file_name").asString(null);
    }

    private static void addFile(
            ObjectNode message, Account account, String kind, FileStore.StoredFile file, long size) {
        if (kind.equals("photo")) {
            for (int scale = 4; scale >= 1; scale /= 2) { // in ascending sizes
                message.withArray("photo")
                        .add(TelegramFiles.describe(account, file, size / scale, kind)
                                .put("width", 320 / scale)
                                .put("height", 240 / scale));
            }
            return;
        }
        ObjectNode described = TelegramFiles.describe(account, file, size, kind).put("mime_type", file.mediaType());
        if (file.name() != null) {
            described.put("file_name", file.name());
        }
        switch (kind) {
            case "voice", "audio" -> described.put("duration", 3);
            case "video" -> described.put("duration", 3).put("width", 320).put("height", 240);
            case "sticker" ->
                described
                        .put("type", "regular")
                        .put("width", 512)
                        .put("height", 512)
                        .put("is_animated", false)
                        .put("is_video", false)
                        .put("emoji", "👍");
            default -> {}
        }
        message.set(kind, described);
    }

    /// An album is several updates with the same `media_group_id` (Telegram Bot API, Message).
    private Written album(Act act) {
        int count = Math.clamp(act.number("count"), 2, MOST_IN_ALBUM);
        String album = String.valueOf(act.bot().nextMessage(0));
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode one = ((ObjectNode) act.json()).deepCopy();
            if (i > 0) {
                one.remove("caption");
            }
            written.add(file(new Act(act.account(), act.bot(), act.chat(), one), "photo", album));
        }
        return written.getLast();
    }

    private Written location(Act act) {
        ObjectNode message = begin(act);
        ObjectNode location = Json.object()
                .put("latitude", act.json().path("latitude").asDouble())
                .put("longitude", act.json().path("longitude").asDouble());
        if (!act.text("title").isEmpty()) {
            ObjectNode venue =
                    message.putObject("venue").put("title", act.text("title")).put("address", "");
            venue.set("location", location.deepCopy());
        }
        message.set("location", location);
        String shown = act.text("title") + " " + location.path("latitude") + ", " + location.path("longitude");
        return say(act, message, Message.draft("", Message.From.PERSON, "location", shown.strip()));
    }

    private Written contact(Act act) {
        ObjectNode message = begin(act);
        message.putObject("contact").put("phone_number", act.text("phone")).put("first_name", act.text("first_name"));
        String shown = act.text("first_name") + " " + act.text("phone");
        return say(act, message, Message.draft("", Message.From.PERSON, "contact", shown));
    }

    private ObjectNode begin(Act act) {
        Chat chat = act.chat();
        ObjectNode message = Json.object().put("message_id", act.bot().nextMessage(chat.id()));
        long thread = act.number("thread");
        if (thread != 0) {
            act.bot().addTopic(chat.id(), thread);
            message.put("message_thread_id", thread).put("is_topic_message", true);
            if (chat.isSupergroup()) {
                chat.screen().change(Json.object().put("forum", true));
            }
        }
        message.set("from", act.from());
        message.set("chat", chat.toJson());
        message.put("date", world.clock().instant().getEpochSecond());
        if (!act.text("reply_to").isEmpty()) {
            chat.screen()
                    .find(act.text("reply_to"))
                    .ifPresent(answered -> message.set("reply_to_message", shown(act.account(), chat, answered)));
        }
        return message;
    }

    private Written say(Act act, ObjectNode message, Message draft) {
        String id = message.path("message_id").asString("");
        String thread = act.number("thread") == 0 ? null : act.text("thread");
        String replyTo = act.text("reply_to").isEmpty() ? null : act.text("reply_to");
        act.chat().screen().show(draft.withId(id).in(replyTo, thread));
        String event = updates.post(
                act.account(),
                act.bot(),
                "message",
                message,
                new Updates.Queue.OfChat(act.chat().id()));
        return new Written(id, event);
    }

    private Written button(Act act) {
        Message message = message(act);
        Message.Button button = message.buttons().stream()
                .filter(one -> one.id().equals(act.text("button_id")))
                .findFirst()
                .orElseThrow(() -> new ControlError(404, "there is no such button"));
        if (button.url() != null) {
            return new Written(message.id(), "");
        }
        ObjectNode query = Json.object().put("id", act.bot().openQuery());
        query.set("from", act.from());
        query.set("message", shown(act.account(), act.chat(), message));
        query.put("chat_instance", String.valueOf(act.chat().id() * 31)).put("data", button.id());
        String event =
                updates.post(act.account(), act.bot(), "callback_query", query, new Updates.Queue.OfUser(act.user()));
        return new Written(message.id(), event);
    }

    private Written edit(Act act) {
        Message before = message(act);
        act.chat()
                .screen()
                .change(before.id(), now -> now.withText(act.text("text"), null).asEdited());
        ObjectNode message = Json.object().put("message_id", Long.parseLong(before.id()));
        message.set("from", act.from());
        message.set("chat", act.chat().toJson());
        message.put("date", before.at().getEpochSecond())
                .put("edit_date", world.clock().instant().getEpochSecond());
        if (before.thread() != null) {
            message.put("message_thread_id", Long.parseLong(before.thread())).put("is_topic_message", true);
        }
        message.put(before.file() == null ? "text" : "caption", act.text("text"));
        String event = updates.post(
                act.account(),
                act.bot(),
                "edited_message",
                message,
                new Updates.Queue.OfChat(act.chat().id()));
        return new Written(before.id(), event);
    }

    /// Bots are not told of it.
    private static Written delete(Act act) {
        Message message = message(act);
        act.chat().screen().change(message.id(), Message::asDeleted);
        return new Written(message.id(), "");
    }

    private Written reaction(Act act) {
        Message before = message(act);
        String emoji = act.text("emoji");
        act.chat().screen().change(before.id(), now -> now.withReaction(emoji.isEmpty() ? null : emoji));
        ObjectNode reaction = Json.object();
        reaction.set("chat", act.chat().toJson());
        reaction.put("message_id", Long.parseLong(before.id()));
        reaction.set("user", act.from());
        reaction.put("date", world.clock().instant().getEpochSecond());
        addReaction(reaction, "old_reaction", before.reaction());
        addReaction(reaction, "new_reaction", emoji);
        String event = updates.post(
                act.account(),
                act.bot(),
                "message_reaction",
                reaction,
                new Updates.Queue.OfReactions(act.chat().id()));
        return new Written(before.id(), event);
    }

    private static void addReaction(
            ObjectNode reaction, String field, @org.jspecify.annotations.Nullable String emoji) {
        var list = reaction.putArray(field);
        if (emoji != null && !emoji.isEmpty()) {
            list.addObject().put("type", "emoji").put("emoji", emoji);
        }
    }

    private static Message message(Act act) {
        return act.chat()
                .screen()
                .find(act.text("message_id"))
                .orElseThrow(() -> new ControlError(404, "there is no such message"));
    }

    /// A message of the screen as Telegram writes it.
    static ObjectNode shown(Account account, Chat chat, Message message) {
        ObjectNode json = Json.object().put("message_id", Long.parseLong(message.id()));
        if (message.from() == Message.From.AGENT) {
            json.set("from", BotUser.of(account));
        }
        json.set("chat", chat.toJson());
        json.put("date", message.at().getEpochSecond());
        if (message.thread() != null) {
            json.put("message_thread_id", Long.parseLong(message.thread())).put("is_topic_message", true);
        }
        return json.put(message.file() == null ? "text" : "caption", message.text());
    }
}
