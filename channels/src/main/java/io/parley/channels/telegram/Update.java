package io.parley.channels.telegram;

import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One update (Telegram Bot API, Update) in Parley's words. Whatever is missing or odd in it makes less of it,
/// never an exception: Telegram sends what is not answered again and again, and holds back the chat's next
/// updates meanwhile.
final class Update {

    /// Attribute of a pressed button: what `answerCallbackQuery` wants.
    static final String CALLBACK_ID = "callback_query_id";

    private static final Pattern COMMAND =
            Pattern.compile("/([A-Za-z0-9_]{1,32})(?:@\\w+)?(?:\\s+(.*))?", Pattern.DOTALL);
    private static final Pattern DEEP_LINK = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SERVICE = Pattern.compile("new_chat_.*|left_chat_.*|delete_chat_.*|.*chat_created"
            + "|migrate_from_.*|message_auto_delete_.*|pinned_message|(general_)?forum_topic_.*|video_chat_.*|giveaway.*"
            + "|boost_added|chat_.*|users_shared|write_access_allowed|connected_website|proximity_alert_.*");
    private static final List<String> KINDS =
            List.of("message", "edited_message", "callback_query", "message_reaction", "my_chat_member");
    private static final List<String> OUTSIDE = List.of("left", "kicked");
    private static final int LONGEST_QUOTE = 500;
    private static final long GENERAL_TOPIC = 1;
    private static final long YEAR_3000 = 32_503_680_000L;

    private final JsonNode update;
    private final Instant now;

    /// @param now for what carries no time of its own
    Update(JsonNode update, Instant now) {
        this.update = update;
        this.now = now;
    }

    List<Event> events() {
        var kind = KINDS.stream().filter(known -> update.path(known).isObject()).findFirst();
        if (kind.isEmpty() || id(update.path("update_id")).isEmpty()) {
            return List.of(Event.Notice.unknown(kind.orElseGet(this::firstField)));
        }
        var content = update.path(kind.get());
        var chat = kind.get().equals("callback_query") ? content.path("message").path("chat") : content.path("chat");
        return id(chat.path("id"))
                .map(chatId -> events(kind.get(), content, Person.of(chatId)))
                .orElseGet(() -> List.of(Event.Notice.unknown(kind.get())));
    }

    private List<Event> events(String kind, JsonNode content, Person person) {
        return switch (kind) {
            case "message" -> message(content, person);
            case "edited_message" -> edited(content, person);
            case "callback_query" -> pressed(content, person);
            case "message_reaction" -> reaction(content, person);
            default -> membership(content);
        };
    }

    private List<Event> message(JsonNode message, Person person) {
        var moved = id(message.path("migrate_to_chat_id"));
        if (moved.isPresent()) {
            return List.of(
                    new Event.Moved(person, moved.get(), eventId(), time(message.path("date")), "group-upgraded"));
        }
        if (isFromMachine(message)) {
            return List.of();
        }
        var content = Content.of(message);
        if (content.isEmpty()) {
            return isService(message) ? List.of() : List.of(Event.Notice.unknown("message"));
        }
        var draft = Event.draft(IncomingKind.MESSAGE, eventId(), time(message.path("date")))
                .setRefersTo(quoted(message))
                .setAlbumId(message.path("media_group_id").asString(null))
                .setAttributes(attributes(message, content));
        return List.of(incoming(person.in(thread(message)), said(draft, message, content)));
    }

    private List<Event> edited(JsonNode message, Person person) {
        var content = Content.of(message);
        var id = id(message.path("message_id"));
        if (isFromMachine(message) || content.isEmpty() || id.isEmpty()) {
            return List.of();
        }
        var at = message.has("edit_date") ? message.path("edit_date") : message.path("date");
        var draft = Event.draft(IncomingKind.EDIT, eventId(), time(at)).setRefersTo(id.get());
        return List.of(incoming(person.in(thread(message)), said(draft, message, content)));
    }

    private static IncomingMessage.Builder said(IncomingMessage.Builder draft, JsonNode message, Content content) {
        return draft.setText(content.text())
                .setButtonId(content.buttonId())
                .setAttachments(content.attachments())
                .setUserName(speaker(message).orElse(null));
    }

    private List<Event> pressed(JsonNode query, Person person) {
        var message = query.path("message");
        var data = query.path("data").asString("");
        if (data.isEmpty()) {
            return List.of(Event.Notice.unknown("callback_query"));
        }
        var draft = Event.draft(IncomingKind.MESSAGE, eventId(), now)
                .setText(title(message, data))
                .setButtonId(data)
                .setUserName(name(query.path("from")).orElse(null))
                .setRefersTo(id(message.path("message_id")).orElse(null));
        Optional.ofNullable(query.path("id").asString(null))
                .ifPresent(id -> draft.setAttributes(Map.of(CALLBACK_ID, id)));
        return List.of(incoming(person.in(thread(message)), draft));
    }

    /// What stands on the pressed button; where the message is no longer to be had, what stands behind it.
    private static String title(JsonNode message, String data) {
        return message.path("reply_markup")
                .path("inline_keyboard")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(button -> button.path("callback_data").asString("").equals(data))
                .map(button -> button.path("text").asString(""))
                .findFirst()
                .orElse(data);
    }

    /// Telegram reports what a person's reactions were and are; what is new of them is said, else what is left.
    private List<Event> reaction(JsonNode reaction, Person person) {
        var before = emojis(reaction.path("old_reaction"));
        var after = emojis(reaction.path("new_reaction"));
        var id = id(reaction.path("message_id"));
        if (id.isEmpty() || before.equals(after)) {
            return List.of();
        }
        var left = after.stream()
                .filter(emoji -> !before.contains(emoji))
                .findFirst()
                .or(() -> after.stream().findFirst());
        var draft = Event.draft(IncomingKind.REACTION, eventId(), time(reaction.path("date")))
                .setRefersTo(id.get())
                .setEmoji(left.orElse(null))
                .setUserName(name(reaction.path("user"))
                        .or(() -> name(reaction.path("actor_chat")))
                        .orElse(null));
        return List.of(incoming(person, draft));
    }

    /// Custom and paid ones have no character: their type stands for them.
    private static List<String> emojis(JsonNode reactions) {
        return reactions
                .valueStream()
                .map(one -> one.path("emoji").asString(one.path("type").asString("")))
                .filter(emoji -> !emoji.isEmpty())
                .toList();
    }

    private List<Event> membership(JsonNode change) {
        boolean isPrivate = change.path("chat").path("type").asString("").equals("private");
        boolean wasIn =
                !OUTSIDE.contains(change.path("old_chat_member").path("status").asString(""));
        boolean isIn =
                !OUTSIDE.contains(change.path("new_chat_member").path("status").asString(""));
        if (wasIn == isIn) {
            return List.of();
        }
        if (isPrivate) {
            return List.of(
                    isIn
                            ? notice("unblocked-by-client", "a person has let the bot in again")
                            : notice("blocked-by-client", "a person has blocked the bot"));
        }
        return List.of(
                isIn
                        ? notice("added-to-group", "the bot was added to a group")
                        : notice("removed-from-group", "the bot was removed from a group"));
    }

    private Event incoming(Person person, IncomingMessage.Builder draft) {
        return new Event.Incoming(person, draft, update);
    }

    private static Event notice(String event, String message) {
        return new Event.Notice(event, message, Map.of());
    }

    /// The name of what an update holds, if it may be told: it was signed, but it is still a stranger's.
    private String firstField() {
        return update.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("update_id") && name.matches("[a-z_]{1,64}"))
                .findFirst()
                .orElse("none");
    }

    private static Map<String, String> attributes(JsonNode message, Content content) {
        var attributes = new HashMap<String, String>();
        id(message.path("message_id")).ifPresent(id -> attributes.put(Event.MESSAGE_ID, id));
        if (message.has("forward_origin")) {
            attributes.put(Event.FORWARDED, "true");
        }
        Stream.of(message.path("quote"), message.path("reply_to_message"))
                .map(quoted ->
                        quoted.path("text").asString(quoted.path("caption").asString("")))
                .filter(words -> !words.isBlank())
                .findFirst()
                .ifPresent(words -> attributes.put(Event.QUOTED, shortened(words)));
        var command = COMMAND.matcher(Optional.ofNullable(content.text()).orElse(""));
        if (command.matches()) {
            attributes.put("command", command.group(1));
            Optional.ofNullable(command.group(2))
                    .filter(payload -> command.group(1).equals("start")
                            && DEEP_LINK.matcher(payload).matches())
                    .ifPresent(payload -> attributes.put("deep_link", payload));
        }
        return attributes;
    }

    private static String shortened(String words) {
        int end = Math.min(words.codePointCount(0, words.length()), LONGEST_QUOTE);
        return words.substring(0, words.offsetByCodePoints(0, end));
    }

    /// A thread is a conversation of its own in forums only: elsewhere `message_thread_id` merely counts
    /// replies. The General topic has no thread, neither here nor when it is answered.
    private static @Nullable String thread(JsonNode message) {
        return message.path("is_topic_message").asBoolean(false)
                ? id(message.path("message_thread_id"))
                        .filter(id -> !id.equals(Long.toString(GENERAL_TOPIC)))
                        .orElse(null)
                : null;
    }

    /// The message that is replied to. In a topic, everything replies to the message that opened it.
    private static @Nullable String quoted(JsonNode message) {
        var quoted = message.path("reply_to_message");
        return quoted.has("forum_topic_created")
                ? null
                : id(quoted.path("message_id")).orElse(null);
    }

    /// Bots, and posts that Telegram copies from a channel into its discussion group. An anonymous
    /// administrator looks like a bot, but for the chat in whose name they speak.
    private static boolean isFromMachine(JsonNode message) {
        return message.path("is_automatic_forward").asBoolean(false)
                || (message.path("from").path("is_bot").asBoolean(false)
                        && !message.path("sender_chat").isObject());
    }

    private static boolean isService(JsonNode message) {
        return message.propertyStream()
                .anyMatch(field -> SERVICE.matcher(field.getKey()).matches());
    }

    private static Optional<String> speaker(JsonNode message) {
        return Stream.of("sender_chat", "from", "chat")
                .flatMap(field -> name(message.path(field)).stream())
                .findFirst();
    }

    private static Optional<String> name(JsonNode who) {
        var whole = who.path("first_name").asString("") + " "
                + who.path("last_name").asString("");
        return Stream.of(
                        whole,
                        who.path("title").asString(""),
                        who.path("username").asString(""))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private String eventId() {
        return id(update.path("update_id")).orElseThrow();
    }

    private Instant time(JsonNode seconds) {
        long epoch = seconds.isIntegralNumber() ? seconds.asLong(0) : 0;
        return epoch > 0 && epoch < YEAR_3000 ? Instant.ofEpochSecond(epoch) : now;
    }

    /// Numbers have up to 52 significant bits, so that they are told as they are written.
    private static Optional<String> id(JsonNode number) {
        return number.isIntegralNumber() ? Optional.of(number.asString("")) : Optional.empty();
    }
}
