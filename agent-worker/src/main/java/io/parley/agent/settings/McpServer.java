package io.parley.agent.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server that brings tools by the Model Context Protocol: reached by URL, or started by a command.
///
/// @param name begins the names of its tools
/// @param command with its arguments; empty where there is a URL
/// @param token sent to the URL as `Authorization: Bearer`
/// @param environment all that the command finds in its own beside where programs are
/// @param timeout how long a call of its tools may take
public record McpServer(
        String name,
        Optional<URI> url,
        List<String> command,
        Optional<String> token,
        Map<String, String> environment,
        Duration timeout) {

    /// How long a call may take unless the tenant says otherwise.
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    public McpServer {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// Without secrets.
    @Override
    public String toString() {
        return "McpServer[" + name + "]";
    }
}
