package io.parley.sandbox.whatsapp;

import io.parley.sandbox.ControlError;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Samples;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a person does of their own accord, as the control API describes it, on the screen and in Meta's form (Cloud
/// API,
/// messages webhook).
public final class Acts {

    private static final int LONGEST_ALBUM = 30;

    private final Network network;

    public Acts(Network network) {
        this.network = network;
    }

    /// Does it.
    ///
    /// @throws ControlError when the act is none
    public List<Inbound> act(BusinessNumber number, String person, JsonNode act) {
        var chat = network.chat(number, person);
        var kind = act.path("kind").asString("");
        if (chat.screen().is("blocked", false) && !kind.equals("staff")) {
            throw new ControlError(409, "this person has blocked the business");
        }
        return switch (kind) {
            case "text" -> List.of(said(chat, act, "text", text(act), content("text", body(text(act)))));
            case "photo" -> List.of(media(chat, act, "image", kind, false));
            case "voice" -> List.of(media(chat, act, "audio", kind, true));
            case "audio", "video", "document", "sticker" -> List.of(media(chat, act, kind, kind, false));
            case "album" -> album(chat, act);
            case "location" -> List.of(location(chat, act));
            case "contact" -> List.of(contact(chat, act));
            case "button" -> List.of(press(chat, act));
            case "edit" -> List.of(edit(chat, act));
            case "delete" -> List.of(delete(chat, act));
            case "reaction" -> List.of(reaction(chat, act));
            case "staff" -> List.of(staff(chat, act));
            default -> throw ControlError.wrong("WhatsApp has no act of this kind");
        };
    }

    private Inbound said(Chat chat, JsonNode act, String kind, String text, ObjectNode content) {
        return shown(chat, act, message(kind, text), content);
    }

    private static Message message(String kind, String text) {
        return Message.draft("", Message.From.PERSON, kind, text)
                .withText(text, text.isEmpty() ? null : FormattedText.html(text))
                .withStatus(Message.Status.DELIVERED);
    }

    private Inbound shown(Chat chat, JsonNode act, Message message, ObjectNode content) {
        var replyTo = act.path("reply_to").asString(null);
        if (replyTo != null) {
            content.putObject("context").put("from", chat.number().phone()).put("id", replyTo);
        }
        return shown(chat, replyTo, message, content);
    }

    private Inbound shown(Chat chat, @Nullable String replyTo, Message message, ObjectNode content) {
        var event = event(chat, content);
        chat.screen().show(message.withId(event.wamid()).in(replyTo, null));
        return event;
    }

    /// Whatever a person does, the business can mark it as read, and may answer for 24 hours.
    private Inbound event(Chat chat, ObjectNode content) {
        var event = event(chat, chat.phone(), chat.scopedId(), content);
        network.receive(chat, event.wamid());
        return event;
    }

    private Inbound event(Chat chat, Optional<String> phone, String scopedId, ObjectNode content) {
        return new Inbound(
                chat,
                Wamid.inbound(chat.isPhoneVisible() ? phone.orElse("0") : "0"),
                network.world().clock().instant(),
                chat.isPhoneVisible() ? phone : Optional.empty(),
                scopedId,
                content,
                false);
    }

    private Inbound media(Chat chat, JsonNode act, String type, String kind, boolean isVoice) {
        var name = type.equals("document") ? act.path("file_name").asString("sample.pdf") : null;
        var kept = network.media()
                .receive(chat.number().channel(), Samples.content(kind, act), mediaType(kind, act), name);
        var node = kept.toJson();
        var caption = act.path("caption").asString("");
        if (!caption.isEmpty() && !type.equals("audio") && !type.equals("sticker")) {
            node.put("caption", caption);
        }
        switch (type) {
            case "audio" -> node.put("voice", isVoice);
            case "document" -> node.put("filename", name);
            case "sticker" -> node.put("animated", false);
            default -> {}
        }
        var message = message(kind, caption).withFile(FileStore.attached(kept.file()));
        return shown(chat, act, message, content(type, node));
    }

    /// Voice notes are Opus in Ogg, and say so (Cloud API, audio messages webhook).
    private static String mediaType(String kind, JsonNode act) {
        var type = Samples.mediaType(kind, act);
        return kind.equals("voice") && type.equals("audio/ogg") ? "audio/ogg; codecs=opus" : type;
    }

    /// Several pictures at once are several messages.
    private List<Inbound> album(Chat chat, JsonNode act) {
        var count = act.path("count").asInt(2);
        if (count < 1 || count > LONGEST_ALBUM) {
            throw ControlError.wrong("an album has 1 to " + LONGEST_ALBUM + " pictures");
        }
        var others = Json.object().put("sample", true);
        return IntStream.range(0, count)
                .mapToObj(place -> media(
                        chat,
                        place == 0
                                ? others.deepCopy()
                                        .put("caption", act.path("caption").asString(""))
                                : others,
                        "image",
                        "photo",
                        false))
                .toList();
    }

    private Inbound location(Chat chat, JsonNode act) {
        var node = Json.object()
                .put("latitude", act.path("latitude").asDouble(0))
                .put("longitude", act.path("longitude").asDouble(0));
        var title = act.path("title").asString("");
        if (!title.isEmpty()) {
            node.put("name", title);
        }
        var text = title.isEmpty() ? node.path("latitude") + ", " + node.path("longitude") : title;
        return said(chat, act, "location", text, content("location", node));
    }

    private Inbound contact(Chat chat, JsonNode act) {
        var name = act.path("first_name").asString("");
        var phone = act.path("phone_number").asString(act.path("phone").asString(""));
        if (name.isEmpty()) {
            throw ControlError.wrong("a contact has a 'first_name'");
        }
        var contacts = Json.array();
        var contact = contacts.addObject();
        contact.putObject("name").put("formatted_name", name).put("first_name", name);
        contact.putArray("phones")
                .addObject()
                .put("phone", "+" + phone.replaceAll("\\D", ""))
                .put("wa_id", phone.replaceAll("\\D", ""))
                .put("type", "CELL");
        var content = Json.object().put("type", "contacts");
        content.set("contacts", contacts);
        return said(chat, act, "contact", name, content);
    }

    private Inbound press(Chat chat, JsonNode act) {
        var messageId = act.path("message_id").asString("");
        var message = chat.sent(messageId)
                .orElseThrow(() -> ControlError.wrong("'message_id' is no message of the business"));
        var reply = Pressed.of(message, act.path("button_id").asString(""));
        reply.content().putObject("context").put("from", chat.number().phone()).put("id", messageId);
        return shown(chat, messageId, message("text", reply.title()), reply.content());
    }

    private Inbound edit(Chat chat, JsonNode act) {
        var original = own(chat, act);
        var text = text(act);
        chat.screen()
                .change(
                        original,
                        message ->
                                message.withText(text, FormattedText.html(text)).asEdited());
        var node = Json.object().put("original_message_id", original);
        node.putObject("message").put("type", "text").set("text", body(text));
        return event(chat, content("edit", node));
    }

    private Inbound delete(Chat chat, JsonNode act) {
        var original = own(chat, act);
        chat.screen().change(original, Message::asDeleted);
        return event(chat, content("revoke", Json.object().put("original_message_id", original)));
    }

    private static String own(Chat chat, JsonNode act) {
        return Optional.of(act.path("message_id").asString(""))
                .filter(id -> chat.screen()
                        .find(id)
                        .filter(message -> message.from() == Message.From.PERSON)
                        .isPresent())
                .orElseThrow(() -> ControlError.wrong("'message_id' is no message of this person"));
    }

    /// An absent emoji takes the reaction away (Cloud API, reaction messages webhook).
    private Inbound reaction(Chat chat, JsonNode act) {
        var emoji = act.path("emoji").asString("");
        var target = act.path("message_id").asString("");
        var _ = chat.screen()
                .change(target, message -> message.withReaction(emoji.isEmpty() ? null : emoji))
                .orElseThrow(() -> ControlError.wrong("'message_id' is no message on this screen"));
        var node = Json.object().put("message_id", target);
        if (!emoji.isEmpty()) {
            node.put("emoji", emoji);
        }
        return event(chat, content("reaction", node));
    }

    private Inbound staff(Chat chat, JsonNode act) {
        var text = text(act);
        var wamid = Wamid.outbound(chat.phone().orElse("0"));
        chat.screen()
                .show(Message.draft(wamid, Message.From.STAFF, "text", text).withText(text, FormattedText.html(text)));
        return new Inbound(
                chat,
                wamid,
                network.world().clock().instant(),
                chat.visiblePhone(),
                chat.scopedId(),
                content("text", body(text)),
                true);
    }

    private static String text(JsonNode act) {
        return Optional.of(act.path("text").asString(""))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> ControlError.wrong("there is no 'text'"));
    }

    private static ObjectNode body(String text) {
        return Json.object().put("body", text);
    }

    static ObjectNode content(String type, ObjectNode object) {
        var content = Json.object().put("type", type);
        content.set(type, object);
        return content;
    }

    /// The person has a new number from now on: a system message says so, from the old one. Where no number may be
    /// shown, only the change of the business-scoped id is told (Cloud API, changelog of August 2026: both have the
    /// new and the previous id, and there is no webhook field of its own).
    public Optional<Inbound> moved(Chat chat) {
        var before = network.moved(chat);
        return before.map(phone -> moved(chat, phone));
    }

    private Inbound moved(Chat chat, String before) {
        var now = chat.phone().orElse("");
        var system = Json.object();
        if (chat.isPhoneVisible()) {
            system.put("body", "User " + chat.screen().name() + " changed from " + before + " to " + now)
                    .put("wa_id", now)
                    .put("type", "user_changed_number");
        } else {
            system.put(
                            "body",
                            "User " + chat.screen().name() + " changed from " + chat.scopedId(before) + " to "
                                    + chat.scopedId())
                    .put("type", "user_changed_user_id");
        }
        system.put("user_id", chat.scopedId()).put("previous_user_id", chat.scopedId(before));
        return event(chat, Optional.of(before), chat.scopedId(before), content("system", system));
    }
}
