package io.parley.agent.mcp;

import io.parley.agent.event.SystemEvents;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.settings.McpServer;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The tools of all servers that tenants' settings name, one connection for each tenant and server.
///
/// No two tenants share a connection: a server may remember what it was asked in one.
final class McpTools implements ToolSource, AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Map<Key, McpConnection> connections = new ConcurrentHashMap<>();
    private final Dialling dialling;
    private final McpConnection.Times times;
    private final Duration idle;
    private final SystemEvents events;

    /// A server that is described otherwise is another one.
    private record Key(String tenant, McpServer server) {}

    /// @param idle after which a connection that no tenant's settings name any more is closed
    McpTools(Dialling dialling, McpConnection.Times times, Duration idle, SystemEvents events) {
        this.dialling = dialling;
        this.times = times;
        this.idle = idle;
        this.events = events;
    }

    @Override
    public List<Tool> tools(AgentSettings settings) {
        return settings.mcpServers().stream()
                .flatMap(server -> connection(new Key(settings.tenant(), server)).tools().stream())
                .toList();
    }

    @Override
    public boolean givesWay() {
        return true;
    }

    private McpConnection connection(Key key) {
        return connections.computeIfAbsent(
                key, missing -> new McpConnection(missing.tenant(), missing.server(), dialling, times, events).start());
    }

    /// Connects to what the tenants' settings name now, before a turn asks for it, and closes what they name no longer
    /// and no turn has asked for lately.
    void follow(CurrentSettings settings) {
        var wanted = settings.tenants().stream()
                .flatMap(tenant -> settings.current(tenant).stream())
                .filter(AgentSettings::enabled)
                .flatMap(tenant -> tenant.mcpServers().stream().map(server -> new Key(tenant.tenant(), server)))
                .collect(Collectors.toSet());
        wanted.forEach(this::connection);
        connections.keySet().forEach(key -> closeIdle(key, wanted));
    }

    private void closeIdle(Key key, Set<Key> wanted) {
        if (!wanted.contains(key)) {
            connections.computeIfPresent(key, (same, connection) -> {
                if (connection.idle().compareTo(idle) < 0) {
                    return connection;
                }
                connection.close();
                return null;
            });
        }
    }

    @Override
    public void close() {
        connections.values().forEach(McpConnection::close);
        try {
            for (var connection : connections.values()) {
                connection.awaitClosed(CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
