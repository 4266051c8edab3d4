package io.parley.standalone.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is written, from the line to its ending.
///
/// Messages are sent one after the other, each when the one before has been accepted, and again under the same id
/// until that happens. A message has ended when an entry names it in `in_reply_to` (all parts), when the server
/// refused it for good, or when its turn was deliberately not answered.
final class Sendings {

    private static final Set<String> FOR_GOOD = Set.of("INVALID_FRAME", "TEXT_TOO_LONG");

    private final JsonMapper json = JsonMapper.shared();
    private final Optional<String> userName;
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private final Map<String, String> openByMessageId = new LinkedHashMap<>();
    private final Map<String, String> sentIds = new HashMap<>();
    private final Set<String> echoed = new HashSet<>();
    private @Nullable String inFlight;
    private int written;
    private int ended;

    Sendings(Optional<String> userName) {
        this.userName = userName;
    }

    /// Takes a line: a JSON object is a frame as it is, anything else the text of a message.
    void write(String line) {
        ObjectNode frame = frameOf(line);
        if (isMessage(frame)) {
            if (!frame.has("id")) {
                frame.put("id", UUID.randomUUID().toString());
            }
            written++;
        }
        waiting.add(frame);
    }

    /// The next frame to be sent now, if there is one.
    Optional<ObjectNode> next() {
        ObjectNode frame = waiting.peek();
        if (frame == null || inFlight != null) {
            return Optional.empty();
        }
        if (isMessage(frame)) {
            inFlight = idOf(frame);
        } else {
            waiting.remove();
        }
        return Optional.of(frame);
    }

    /// The socket is gone, or the server asked for patience: what was not accepted is sent again.
    void again() {
        inFlight = null;
    }

    void accepted(String id, String messageId) {
        if (id.equals(inFlight)) {
            inFlight = null;
            waiting.remove();
        }
        if (sentIds.put(messageId, id) == null) {
            openByMessageId.put(messageId, id);
        }
    }

    /// Returns whether the message is given up; otherwise it is to be sent again.
    boolean refused(String id, String code) {
        if (!id.equals(inFlight) || !FOR_GOOD.contains(code)) {
            return false;
        }
        inFlight = null;
        waiting.remove();
        ended++;
        return true;
    }

    void entry(JsonNode entry) {
        if (entry.path("role").asString("").equals("user")) {
            echoed.add(entry.path("message_id").asString(""));
        } else if (entry.path("part").asInt(1) >= entry.path("total").asInt(1)) {
            entry.path("in_reply_to").forEach(messageId -> end(messageId.asString("")));
        }
    }

    /// A turn ended without a word: what the agent has read by now will not be answered.
    void ignored() {
        Set.copyOf(openByMessageId.keySet()).stream().filter(echoed::contains).forEach(this::end);
    }

    boolean isOwn(String messageId) {
        return sentIds.containsKey(messageId);
    }

    boolean isInFlight(String id) {
        return id.equals(inFlight);
    }

    boolean allEnded() {
        return waiting.isEmpty() && ended == written;
    }

    /// How it stands, for a person.
    String summary() {
        return ended + " of " + written + " messages have their ending";
    }

    private void end(String messageId) {
        if (openByMessageId.remove(messageId) != null) {
            ended++;
        }
    }

    private ObjectNode frameOf(String line) {
        if (line.stripLeading().startsWith("{")) {
            try {
                if (json.readTree(line) instanceof ObjectNode frame) {
                    return frame;
                }
            } catch (JacksonException notJson) {
                return message(line);
            }
        }
        return message(line);
    }

    private ObjectNode message(String text) {
        ObjectNode frame = json.createObjectNode().put("type", "message").put("text", text);
        userName.ifPresent(name -> frame.put("user_name", name));
        return frame;
    }

    private static boolean isMessage(ObjectNode frame) {
        return frame.has("text") && frame.path("type").asString("message").equals("message");
    }

    private static String idOf(ObjectNode frame) {
        return frame.path("id").asString("");
    }
}
