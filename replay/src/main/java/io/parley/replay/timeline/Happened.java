package io.parley.replay.timeline;

import io.parley.replay.record.Logged;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Events of single records.
final class Happened {

    private Happened() {}

    /// What the client or a person did.
    ///
    /// @param turn which has taken it up, if one has
    static Event incoming(Logged<IncomingMessage> record, Optional<String> turn) {
        var message = record.value();
        var details = details().put("place", record.place()).put("message_id", message.getMessageId());
        message.getText().ifPresent(text -> details.put("text", text));
        message.getUserName().ifPresent(name -> details.put("user_name", name));
        message.getAuthor().ifPresent(author -> details.put("author", author));
        message.getRefersTo().ifPresent(id -> details.put("refers_to", id));
        message.getButtonId().ifPresent(id -> details.put("button_id", id));
        message.getEmoji().ifPresent(emoji -> details.put("emoji", emoji));
        message.getSilenceUntil().ifPresent(until -> details.put("silence_until", until.toString()));
        message.getMovedTo().ifPresent(moved -> details.put("moved_to", moved));
        if (!message.getAttachments().isEmpty()) {
            attachments(details, message.getAttachments());
        }
        var cause = message.getAuthor().map(author -> "by " + author).orElse("");
        return new Event(record.at(), kind(message.getKind()), name(message.getKind()), turn, 0, cause, details);
    }

    private static void attachments(ObjectNode details, List<Attachment> attachments) {
        var list = details.putArray("attachments");
        for (var attachment : attachments) {
            var file = list.addObject().put("kind", attachment.getKind());
            attachment.getMediaType().ifPresent(type -> file.put("media_type", type));
            attachment.getFileName().ifPresent(name -> file.put("file_name", name));
            attachment.getSizeBytes().ifPresent(bytes -> file.put("size_bytes", bytes));
            attachment.getText().ifPresent(text -> file.put("text", text));
        }
    }

    private static Event.Kind kind(IncomingKind kind) {
        return switch (kind) {
            case TAKE_OVER, HUMAN_REPLY, HAND_BACK, ERASE -> Event.Kind.PERSON;
            default -> Event.Kind.CLIENT;
        };
    }

    private static String name(IncomingKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What was said, or taken back. An echo of the client's own words is `echoed`.
    static Event entry(Logged<AgentReply> record) {
        var entry = record.value();
        var details = details().put("reply_id", entry.getReplyId());
        if (entry.getKind() == EntryKind.RETRACT) {
            entry.getRetracts().forEach(id -> details.withArray("retracts").add(id));
            return new Event(record.at(), Event.Kind.ENTRY, "retract", entry.getTurnId(), 0, reason(entry), details);
        }
        details.put("author", word(entry.getAuthor().name()))
                .put("kind", word(entry.getKind().name()))
                .put("text", entry.getContent())
                .put("part", entry.getPart())
                .put("total", entry.getTotal());
        entry.getInReplyTo().forEach(id -> details.withArray("in_reply_to").add(id));
        entry.getUserName().ifPresent(name -> details.put("user_name", name));
        entry.getImageUrl().ifPresent(url -> details.put("image_url", url));
        entry.getButtons().forEach(button -> details.withArray("buttons").add(button.getTitle()));
        entry.getSettingsVersion().ifPresent(version -> details.put("settings_version", version));
        var name = entry.getAuthor() == Author.USER ? "echoed" : "entry";
        return new Event(
                record.at(), Event.Kind.ENTRY, name, entry.getTurnId(), entry.getAttempt(), reason(entry), details);
    }

    private static String reason(AgentReply entry) {
        return entry.getReason().orElse("");
    }

    /// What became of a part of a reply; empty for the fences that senders write for themselves.
    static Optional<Event> delivery(Logged<DeliveryReceipt> record, Optional<String> turn) {
        var receipt = record.value();
        if (receipt.getState() == DeliveryState.TAKEN) {
            return Optional.empty();
        }
        var details = details()
                .put("state", word(receipt.getState().name()))
                .put("reply_id", receipt.getReplyId())
                .put("piece", receipt.getPiece());
        receipt.getProviderId().ifPresent(id -> details.put("provider_id", id));
        if (receipt.getPossibleDuplicate()) {
            details.put("possible_duplicate", true);
        }
        details.put("provider_time", receipt.getAt().toString());
        return Optional.of(new Event(
                record.at(),
                Event.Kind.DELIVERY,
                "delivery",
                turn,
                0,
                receipt.getReason().orElse(""),
                details));
    }

    static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static ObjectNode details() {
        return JsonNodeFactory.instance.objectNode();
    }
}
