package io.parley.agent.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A server that brings tools by the Model Context Protocol: reached by URL, or started by a command.
///
/// @param name begins the names of its tools
/// @param command with its arguments; empty where there is a URL
public record McpServer(String name, Optional<URI> url, List<String> command) {

    public McpServer {
        command = List.copyOf(command);
    }
}
