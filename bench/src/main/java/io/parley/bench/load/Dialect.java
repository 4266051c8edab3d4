package io.parley.bench.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a server's clients talk. Frames are looked at rather than parsed: the load must cost less than what it measures,
/// and every text in them is the benchmark's own.
public enum Dialect {

    /// Parley's own, as a guest of one tenant.
    PARLEY {
        @Override
        String target(String user, @Nullable String position) {
            var after = position == null ? "" : "&after=" + URLEncoder.encode(position, StandardCharsets.UTF_8);
            return "/ws/chat/" + user + "?tenant=bench&session=" + user + after;
        }

        @Override
        Sign read(String frame) {
            return switch (field(frame, "type").orElse("")) {
                case "connected" -> Sign.GREETING;
                case "resumed" -> Sign.LIVE;
                case "pong" -> Sign.PONG;
                case "message" -> Sign.ENTRY;
                case "draining" -> Sign.DRAINING;
                default -> Sign.OTHER;
            };
        }
    },

    /// A plain WebSocket server that speaks Parley's frames: its greeting says all.
    PLAIN {
        @Override
        String target(String user, @Nullable String position) {
            return "/" + user;
        }

        @Override
        Sign read(String frame) {
            var sign = PARLEY.read(frame);
            return sign == Sign.GREETING ? Sign.WELCOME : sign;
        }
    },

    /// Socket.IO over Engine.IO's WebSocket transport: https://socket.io/docs/v4/engine-io-protocol/ and
    /// https://socket.io/docs/v4/socket-io-protocol/
    SOCKET_IO {
        @Override
        String target(String user, @Nullable String position) {
            return "/socket.io/?EIO=4&transport=websocket&user=" + user;
        }

        @Override
        Sign read(String frame) {
            if (frame.startsWith("40")) {
                return Sign.WELCOME;
            }
            if (frame.startsWith("42[\"pong\"")) {
                return Sign.PONG;
            }
            return frame.startsWith("42[\"message\"") ? Sign.ENTRY : Sign.OTHER;
        }

        @Override
        @Nullable
        String reply(String frame) {
            if (frame.startsWith("0")) {
                return "40";
            }
            return frame.equals("2") ? "3" : null;
        }

        @Override
        String ping() {
            return "42[\"ping\"]";
        }
    };

    /// What a frame means.
    enum Sign {
        /// The client is known; what it missed comes now.
        GREETING,
        /// Greeting and end of what it missed in one.
        WELCOME,
        /// Everything older has been sent.
        LIVE,
        PONG,
        ENTRY,
        /// The client shall come back elsewhere.
        DRAINING,
        OTHER
    }

    /// Path and query of a user's socket.
    abstract String target(String user, @Nullable String position);

    abstract Sign read(String frame);

    /// What the protocol wants answered at once.
    @Nullable
    String reply(String frame) {
        return null;
    }

    String ping() {
        return "{\"type\":\"ping\"}";
    }

    /// The value of the first field of this name, which must be a string without escapes.
    static Optional<String> field(String frame, String name) {
        return value(frame, "\"" + name + "\":\"", '"');
    }

    /// The value of the first field of this name, which must be a number followed by another field or the end.
    static Optional<Long> number(String frame, String name) {
        var start = "\"" + name + "\":";
        return value(frame, start, ',').or(() -> value(frame, start, '}')).map(Long::parseLong);
    }

    private static Optional<String> value(String frame, String start, char end) {
        int from = frame.indexOf(start);
        if (from < 0) {
            return Optional.empty();
        }
        int to = frame.indexOf(end, from + start.length());
        return to < 0 ? Optional.empty() : Optional.of(frame.substring(from + start.length(), to));
    }
}
