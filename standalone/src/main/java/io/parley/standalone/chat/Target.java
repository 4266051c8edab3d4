package io.parley.standalone.chat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whose conversation on which server.
///
/// @param server scheme and authority, for instance `ws://localhost:8080`
/// @param session this talk's own id; the same id takes over
/// @param history how many entries to be shown at the beginning
record Target(URI server, String user, Optional<String> tenant, String session, int history) {

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    Target {
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException("the user id must match [A-Za-z0-9._~-]{1,128}: " + user);
        }
    }

    /// Reads a server's address; `http` and `https` are taken for their WebSocket forms.
    static URI server(String address) {
        String socket = address.replaceFirst("^http", "ws");
        if (!Pattern.matches("wss?://[^/?#\\s]+/?", socket)) {
            throw new IllegalArgumentException("the server's address must look like ws://localhost:8080: " + address);
        }
        return URI.create(socket.replaceFirst("/$", ""));
    }

    /// The address to connect to: with what came after `position`, or with the history.
    URI address(Optional<String> position) {
        String query = Stream.of(
                        tenant.map(value -> "tenant=" + encoded(value)),
                        Optional.of("session=" + encoded(session)),
                        Optional.of(
                                position.map(value -> "after=" + encoded(value)).orElse("history=" + history)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        return URI.create(server + "/ws/chat/" + user + "?" + query);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
