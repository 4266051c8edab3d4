package io.parley.ingress.ws.frame;

import io.parley.ingress.ws.frame.ClientFrame.Bad;
import io.parley.ingress.ws.frame.ClientFrame.Cancel;
import io.parley.ingress.ws.frame.ClientFrame.GetStatus;
import io.parley.ingress.ws.frame.ClientFrame.Message;
import io.parley.ingress.ws.frame.ClientFrame.Ping;
import io.parley.ingress.ws.frame.ClientFrame.Refresh;
import io.parley.ingress.ws.frame.ClientFrame.Resume;
import io.parley.ingress.ws.frame.ClientFrame.TooLong;
import io.parley.ingress.ws.frame.ClientFrame.Typing;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a client's JSON within narrow limits of depth, length and tokens.
public final class ClientFrameReader {

    public static final int MAX_FRAME_BYTES = 64 * 1024;
    static final int MAX_TEXT = 8_000;
    private static final int MAX_ID = 128;
    private static final int MAX_USER_NAME = 200;
    private static final int MAX_TOKEN = 16 * 1024;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(MAX_FRAME_BYTES)
                            .maxNameLength(256)
                            .maxNumberLength(64)
                            .maxDocumentLength(MAX_FRAME_BYTES)
                            .maxTokenCount(2_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    private final Supplier<String> newId;

    /// A reader for all sockets.
    ///
    /// @param newId ids for messages that come without one
    public ClientFrameReader(Supplier<String> newId) {
        this.newId = newId;
    }

    public ClientFrame read(String text) {
        try {
            var frame = json.readTree(text);
            return frame.isObject() ? read(frame) : new Bad("a frame is one JSON object", Optional.empty());
        } catch (JacksonException e) {
            return new Bad("a frame is one JSON object within the limits", Optional.empty());
        }
    }

    private ClientFrame read(JsonNode frame) {
        var id = id(frame);
        if (id.isPresent() && (id.get().isEmpty() || id.get().length() > MAX_ID || hasControl(id.get()))) {
            return new Bad("an id is 1 to 128 printable characters", Optional.empty());
        }
        return switch (type(frame)) {
            case "message" -> message(frame, id);
            case "typing" -> new Typing();
            case "cancel" -> new Cancel(id);
            case "ping" -> new Ping();
            case "get_status" -> new GetStatus();
            case "resume" -> resume(frame.path("after"));
            case "refresh" -> refresh(frame.path("token"));
            default -> new Bad("unknown type", id);
        };
    }

    private static String type(JsonNode frame) {
        if (frame.has("type")) {
            return frame.path("type").asString("");
        }
        return frame.has("action") ? frame.path("action").asString("") : "message";
    }

    private static Optional<String> id(JsonNode frame) {
        var id = frame.path("id");
        return id.isString() || id.isIntegralNumber() ? Optional.of(id.asString()) : Optional.empty();
    }

    private ClientFrame message(JsonNode frame, Optional<String> id) {
        var text = frame.path("text");
        if (!text.isString()
                || text.stringValue().isEmpty()
                || text.stringValue().indexOf(0) >= 0) {
            return new Bad("a message has a text of 1 to 8,000 characters", id);
        }
        var words = text.stringValue();
        if (words.codePointCount(0, words.length()) > MAX_TEXT) {
            return new TooLong(id);
        }
        return new Message(id.orElseGet(newId), words, userName(frame.path("user_name")));
    }

    private static Optional<String> userName(JsonNode name) {
        return Optional.of(name.asString("").replaceAll("\\p{Cntrl}", " ").strip())
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(
                        0, text.offsetByCodePoints(0, Math.min(MAX_USER_NAME, text.codePointCount(0, text.length())))));
    }

    private static ClientFrame resume(JsonNode after) {
        return after.isString() && after.stringValue().length() <= MAX_ID
                ? new Resume(after.stringValue())
                : new Bad("resume needs the position `after` which to begin", Optional.empty());
    }

    private static ClientFrame refresh(JsonNode token) {
        return token.isString() && token.stringValue().length() <= MAX_TOKEN
                ? new Refresh(token.stringValue())
                : new Bad("refresh needs a `token`", Optional.empty());
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
