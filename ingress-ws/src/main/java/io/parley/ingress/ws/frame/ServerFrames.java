package io.parley.ingress.ws.frame;

import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnEnding;
import io.parley.schemas.avro.TurnProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The frames that say something else than an entry, as JSON.
public final class ServerFrames {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String RECONNECT_WINDOW = "reconnect_window_ms";

    private final Clock clock;

    public ServerFrames(Clock clock) {
        this.clock = clock;
    }

    /// What a `connected` frame says.
    ///
    /// @param reconnectWindow within which the client shall come back, at random, if the node dies
    public record Greeting(
            String userId,
            String clientId,
            String session,
            String node,
            Duration heartbeat,
            Duration reconnectWindow) {}

    public String connected(Greeting greeting) {
        return frame("connected")
                .put("user_id", greeting.userId())
                .put("client_id", greeting.clientId())
                .put("session", greeting.session())
                .put("node", greeting.node())
                .put("heartbeat_seconds", greeting.heartbeat().toSeconds())
                .put(RECONNECT_WINDOW, greeting.reconnectWindow().toMillis())
                .toString();
    }

    /// Everything older has been sent.
    ///
    /// @param position the head of the client's log; empty where it is empty
    public String resumed(Optional<String> position, boolean recovered) {
        return frame("resumed")
                .put("position", position.orElse(null))
                .put("recovered", recovered)
                .toString();
    }

    public String accepted(String id, String messageId) {
        return frame("accepted").put("id", id).put("message_id", messageId).toString();
    }

    public String progress(TurnProgress turn, PhaseSign sign) {
        var frame = frame("progress")
                .put("turn_id", turn.getTurnId())
                .put("attempt", turn.getAttempt())
                .put("phase", name(sign.getPhase()));
        sign.getTool().ifPresent(tool -> frame.put("tool", tool));
        sign.getProgress().ifPresent(progress -> frame.put("progress", progress));
        sign.getMessage().ifPresent(message -> frame.put("message", message));
        return frame.toString();
    }

    public String delta(TurnProgress turn, DeltaSign piece) {
        return frame("delta")
                .put("turn_id", turn.getTurnId())
                .put("attempt", turn.getAttempt())
                .put("index", piece.getIndex())
                .put("offset", piece.getOffset())
                .put("text", piece.getText())
                .toString();
    }

    public String completed(String turnId, TurnEnding ending) {
        var frame = frame("completed").put("turn_id", turnId).put("outcome", name(ending.getOutcome()));
        ending.getReason().ifPresent(reason -> frame.put("reason", reason));
        frame.putObject("stats")
                .put("duration_ms", ending.getDurationMs())
                .put("input_tokens", ending.getInputTokens())
                .put("output_tokens", ending.getOutputTokens())
                .put("tool_calls", ending.getToolCalls());
        return frame.toString();
    }

    /// The turn that runs for a client.
    public record RunningTurn(String turnId, String phase, Instant since) {}

    public String status(Instant connectedSince, int sockets, Optional<RunningTurn> running, int waiting) {
        var frame = frame("status").put("connected_since", text(connectedSince)).put("sockets", sockets);
        running.ifPresent(turn -> frame.putObject("turn")
                .put("turn_id", turn.turnId())
                .put("phase", turn.phase())
                .put("since", text(turn.since())));
        return frame.put("waiting", waiting).toString();
    }

    public String pong(Duration reconnectWindow) {
        return frame("pong").put(RECONNECT_WINDOW, reconnectWindow.toMillis()).toString();
    }

    /// Words of an operator to all of a tenant's sockets.
    public String system(String event, String message) {
        return frame("system").put("event", event).put("message", message).toString();
    }

    public String draining(Duration reconnectAfter) {
        return frame("draining")
                .put("reconnect_after_ms", reconnectAfter.toMillis())
                .toString();
    }

    public String error(ErrorCode code, String message, Optional<String> id) {
        return errorFrame(code, message, id).toString();
    }

    public String rateLimited(Optional<String> id, Duration retryAfter) {
        return errorFrame(ErrorCode.RATE_LIMITED, "too many messages, wait a moment", id)
                .put("retry_after_ms", retryAfter.toMillis())
                .toString();
    }

    private ObjectNode errorFrame(ErrorCode code, String message, Optional<String> id) {
        var frame = frame("error").put("code", code.name()).put("message", message);
        id.ifPresent(known -> frame.put("id", known));
        return frame;
    }

    private ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("timestamp", text(clock.instant()));
    }

    static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    /// The contract spells the records' constants in lower case.
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
