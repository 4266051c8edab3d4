package io.parley.channels.http;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Reply;
import io.parley.channels.Signatures;
import io.parley.channels.Webhook;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `POST /v1/channels/{channel}/messages`: one message a request. With a `message_id` of the caller's own it may be
/// posted again; without one, each request is a new message.
final class HttpWebhook implements Webhook {

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_TEXT = 8_000;
    private static final int LONGEST_URL = 2_048;
    private static final int MOST_ATTACHMENTS = 10;

    private final Clock clock;
    private final Supplier<String> newId;
    private final String turnsUrl;

    /// @param turnsUrl where turns can be asked about, without a slash at its end; empty: the answer's URL is relative
    HttpWebhook(Clock clock, Supplier<String> newId, String turnsUrl) {
        this.clock = clock;
        this.newId = newId;
        this.turnsUrl = turnsUrl;
    }

    @Override
    public String path(String kind) {
        return "/v1/channels/{channel}/messages";
    }

    @Override
    public boolean isAuthentic(Call call, Account account) {
        var given = call.header("Authorization").orElse("");
        return account.text("secret").isPresent()
                && given.regionMatches(true, 0, "Bearer ", 0, 7)
                && Signatures.areEqual(
                        account.text("secret").get(), given.substring(7).strip());
    }

    /// 400, where it is no message.
    @Override
    public Optional<Reply> answer(JsonNode body, Account account) {
        return error(body)
                .map(error -> Reply.json(
                        400,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("error", error)
                                .toString()));
    }

    private static Optional<String> error(JsonNode body) {
        if (!body.isObject()) {
            return Optional.of("a JSON object is needed");
        }
        if (!isId(body.path("user_id"))) {
            return Optional.of("user_id must be a string of 1 to 128 characters");
        }
        if (body.hasNonNull("message_id") && !isId(body.path("message_id"))) {
            return Optional.of("message_id must be a string of 1 to 128 characters");
        }
        var attachments = body.path("attachments");
        if (body.hasNonNull("attachments")
                && !(attachments.isArray()
                        && attachments.size() <= MOST_ATTACHMENTS
                        && attachments.valueStream().allMatch(HttpWebhook::isAttachment))) {
            return Optional.of("attachments must be at most 10 objects with an http or https url");
        }
        var text = body.path("text").asString("");
        var isShort = text.codePointCount(0, text.length()) <= LONGEST_TEXT;
        var hasWords = body.path("text").isString() && !text.isBlank();
        var hasFiles = attachments.isArray() && !attachments.isEmpty();
        return isShort && (hasWords || hasFiles)
                ? Optional.empty()
                : Optional.of("text must be a string of 1 to 8,000 characters");
    }

    private static boolean isId(JsonNode id) {
        var text = id.isString() ? id.stringValue() : "";
        return !text.isBlank() && text.length() <= LONGEST_ID && text.indexOf(0) < 0;
    }

    private static boolean isAttachment(JsonNode attachment) {
        var url = attachment.path("url").asString("");
        return url.length() <= LONGEST_URL && Urls.isHttp(url);
    }

    @Override
    public List<Event> events(JsonNode body, Account account) {
        var given = body.path("message_id").asString("");
        var draft = Event.draft(IncomingKind.MESSAGE, given.isEmpty() ? newId.get() : given, clock.instant())
                .setText(body.path("text").asString(""))
                .setUserName(body.path("user_name").asString(null))
                .setAttachments(body.path("attachments")
                        .valueStream()
                        .map(HttpWebhook::attachment)
                        .toList());
        return List.of(new Event.Incoming(Person.of(body.path("user_id").asString("")), draft, body));
    }

    private static Attachment attachment(JsonNode attachment) {
        var type = attachment
                .path("media_type")
                .asString("")
                .replaceFirst(";.*", "")
                .strip();
        var kind = type.replaceFirst("/.*", "");
        return Attachment.newBuilder()
                .setKind(List.of("image", "audio", "video").contains(kind) ? kind : "document")
                .setReference(attachment.path("url").asString(""))
                .setMediaType(type.isEmpty() ? null : type)
                .build();
    }

    @Override
    public Reply accepted(List<IncomingMessage> written) {
        var answer = JsonNodeFactory.instance.objectNode();
        written.forEach(message -> answer.put("message_id", message.getMessageId())
                .put("turn_url", turnsUrl + "/v1/turns/" + message.getMessageId()));
        return Reply.json(202, answer.toString());
    }
}
