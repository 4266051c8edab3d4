package io.parley.sandbox.whatsapp;

import static io.parley.sandbox.whatsapp.Checks.first;
import static io.parley.sandbox.whatsapp.Checks.link;
import static io.parley.sandbox.whatsapp.Checks.optionalText;
import static io.parley.sandbox.whatsapp.Checks.text;
import static io.parley.sandbox.whatsapp.Checks.unless;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// What a message may look like (Cloud API, messages reference). Unknown fields are tolerated.
public final class ContentRules {

    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_CAPTION = 1024;
    private static final int LONGEST_OPAQUE = 512;
    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");

    private final Predicate<String> isMedia;

    /// Media ids must be ones that `isMedia` knows.
    public ContentRules(Predicate<String> isMedia) {
        this.isMedia = isMedia;
    }

    /// The first rule that the message breaks.
    public Optional<MetaError> broken(JsonNode message) {
        // Cloud API, messages: text is the type where none is given.
        var type = message.path("type").asString("text");
        if (!isSendable(type)) {
            return Optional.of(MetaError.unsupportedType(type));
        }
        var content = message.path(type);
        var isThere = type.equals("contacts") ? content.isArray() : content.isObject();
        return isThere ? broken(type, content) : Optional.of(MetaError.missing(type, type));
    }

    /// What comes back in every status (Cloud API, messages: at most 512 characters).
    public static Optional<MetaError> brokenOpaque(JsonNode message) {
        return optionalText(message, "biz_opaque_callback_data", "biz_opaque_callback_data", LONGEST_OPAQUE);
    }

    private static boolean isSendable(String type) {
        return MEDIA.contains(type)
                || Set.of("text", "interactive", "template", "location", "contacts", "reaction")
                        .contains(type);
    }

    private Optional<MetaError> broken(String type, JsonNode content) {
        return switch (type) {
            case "text" -> brokenText(content);
            case "interactive" -> InteractiveRules.broken(content);
            case "template" -> brokenTemplate(content);
            case "location" -> brokenLocation(content);
            case "contacts" -> brokenContacts(content);
            case "reaction" -> brokenReaction(content);
            default -> brokenMedia(type, content);
        };
    }

    /// Cloud API, text messages: 1 to 4096 characters.
    private static Optional<MetaError> brokenText(JsonNode text) {
        var body = text.path("body").asString("");
        return first(
                unless(!body.isEmpty(), MetaError.missing("text['body']", "text")),
                unless(
                        body.codePointCount(0, body.length()) <= LONGEST_TEXT,
                        MetaError.invalidParameter(
                                "Param text['body'] must be at most " + LONGEST_TEXT + " characters long.")));
    }

    /// Cloud API, media messages: by id or by link, not both; captions to 1024 characters.
    private Optional<MetaError> brokenMedia(String type, JsonNode media) {
        var id = media.path("id");
        var link = media.path("link");
        return first(
                unless(!id.isMissingNode() || !link.isMissingNode(), MetaError.missing("id or link", type)),
                unless(
                        id.isMissingNode() || link.isMissingNode(),
                        MetaError.invalidParameter("Both 'id' and 'link' are given for type '" + type + "'.")),
                unless(id.isMissingNode() || isMedia.test(id.asString("")), MetaError.mediaNotFound(id.asString(""))),
                link.isMissingNode() ? Optional.empty() : link(link.asString(""), type + "['link']"),
                optionalText(media, "caption", type + "['caption']", LONGEST_CAPTION));
    }

    /// Cloud API, location messages: both coordinates, on Earth.
    private static Optional<MetaError> brokenLocation(JsonNode location) {
        return first(coordinate(location, "latitude", 90), coordinate(location, "longitude", 180));
    }

    private static Optional<MetaError> coordinate(JsonNode location, String name, int most) {
        var value = location.path(name);
        if (value.isMissingNode()) {
            return Optional.of(MetaError.missing(name, "location"));
        }
        return unless(
                (value.isNumber() || value.isString()) && Math.abs(value.asDouble(Double.MAX_VALUE)) <= most,
                MetaError.invalidValue(name + " must be a number from -" + most + " to " + most));
    }

    /// Cloud API, contacts messages: each needs its formatted name.
    private static Optional<MetaError> brokenContacts(JsonNode contacts) {
        return unless(
                !contacts.isEmpty()
                        && contacts.valueStream()
                                .allMatch(contact -> !contact.path("name")
                                        .path("formatted_name")
                                        .asString("")
                                        .isEmpty()),
                MetaError.missing("contacts['name']['formatted_name']", "contacts"));
    }

    /// Cloud API, reaction messages: an empty emoji takes the reaction away.
    private static Optional<MetaError> brokenReaction(JsonNode reaction) {
        return first(
                text(reaction, "message_id", "reaction['message_id']", LONGEST_OPAQUE),
                unless(reaction.path("emoji").isString(), MetaError.missing("reaction['emoji']", "reaction")));
    }

    /// Cloud API, template messages: a name and a language.
    private static Optional<MetaError> brokenTemplate(JsonNode template) {
        return first(
                text(template, "name", "template['name']", LONGEST_OPAQUE),
                text(template.path("language"), "code", "template['language']['code']", 20));
    }
}
