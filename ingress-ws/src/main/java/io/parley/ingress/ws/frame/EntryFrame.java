package io.parley.ingress.ws.frame;

import io.parley.schemas.Positions;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The frame of an entry: `message`, or `system` for an entry that takes others back. The same entry always makes the
/// same frame; its timestamp is the entry's.
public final class EntryFrame {

    private EntryFrame() {}

    public static String of(Outbound outbound, AgentReply entry) {
        var frame = JsonNodeFactory.instance.objectNode();
        if (entry.getKind() == EntryKind.RETRACT) {
            retraction(frame, entry);
        } else {
            message(frame, entry);
        }
        frame.put("timestamp", ServerFrames.text(entry.getCreatedAt()));
        frame.put("position", outbound.getPosition().map(Positions::format).orElse(null));
        frame.put("previous", outbound.getPrevious().map(Positions::format).orElse(null));
        return frame.toString();
    }

    private static void retraction(ObjectNode frame, AgentReply entry) {
        frame.put("type", "system").put("event", "retracted").put("message", "taken back");
        entry.getReason().ifPresent(reason -> frame.put("reason", reason));
        strings(frame, "reply_ids", entry.getRetracts());
    }

    private static void message(ObjectNode frame, AgentReply entry) {
        var user = entry.getAuthor() == Author.USER;
        frame.put("type", "message")
                .put("role", user ? "user" : "agent")
                .put("author", author(entry.getAuthor()))
                .put("kind", kind(entry.getKind()))
                .put("content", entry.getContent());
        if (user) {
            frame.put("message_id", entry.getMessageId().orElse(entry.getReplyId()));
        } else {
            reply(frame, entry);
        }
    }

    private static void reply(ObjectNode frame, AgentReply entry) {
        frame.put("reply_id", entry.getReplyId());
        entry.getTurnId().ifPresent(turn -> frame.put("turn_id", turn));
        strings(frame, "in_reply_to", entry.getInReplyTo());
        frame.put("part", entry.getPart()).put("total", entry.getTotal());
        entry.getImageUrl().ifPresent(url -> frame.put("image_url", url));
        if (!entry.getButtons().isEmpty()) {
            var buttons = frame.putArray("buttons");
            entry.getButtons()
                    .forEach(button ->
                            buttons.addObject().put("id", button.getId()).put("title", button.getTitle()));
        }
    }

    private static void strings(ObjectNode frame, String name, List<String> values) {
        var array = frame.putArray(name);
        values.forEach(array::add);
    }

    private static String author(Author author) {
        return author == Author.UNKNOWN ? "system" : ServerFrames.name(author);
    }

    private static String kind(EntryKind kind) {
        return kind == EntryKind.UNKNOWN ? "notice" : ServerFrames.name(kind);
    }
}
