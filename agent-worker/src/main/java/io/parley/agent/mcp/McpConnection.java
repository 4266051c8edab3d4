package io.parley.agent.mcp;

import io.parley.agent.event.SystemEvents;
import io.parley.agent.settings.McpServer;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A tenant's connection to one server: opened on a thread of its own, opened again whenever it is lost, and always
/// able to say at once what tools there are now.
final class McpConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(McpConnection.class);
    private static final int MOST_TOOLS = 60;

    private final String tenant;
    private final McpServer server;
    private final Dialling dialling;
    private final Times times;
    private final SystemEvents events;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile List<Tool> tools = List.of();
    private volatile @Nullable ServerSession session;
    private volatile long usedNanos = System.nanoTime();
    private volatile boolean closed;
    private boolean told;

    /// The pace of connecting.
    ///
    /// @param pause before the second try, doubled from try to try
    /// @param longestPause to which it grows
    /// @param look after which the tools are listed again, which also shows whether the server still lives
    record Times(Duration pause, Duration longestPause, Duration look) {}

    McpConnection(String tenant, McpServer server, Dialling dialling, Times times, SystemEvents events) {
        this.tenant = tenant;
        this.server = server;
        this.dialling = dialling;
        this.times = times;
        this.events = events;
        this.thread =
                Thread.ofVirtual().name("agent-worker-mcp-" + server.name()).unstarted(this::run);
    }

    McpConnection start() {
        thread.start();
        return this;
    }

    /// Those that the server has now; none while it is away.
    List<Tool> tools() {
        usedNanos = System.nanoTime();
        return tools;
    }

    /// Since when nobody has asked for its tools.
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - usedNanos);
    }

    /// @throws ToolFailure while the server is away
    ServerSession session() throws ToolFailure {
        usedNanos = System.nanoTime();
        var now = session;
        if (now == null || now.isLost()) {
            throw new ToolFailure("unavailable");
        }
        return now;
    }

    private void run() {
        var pause = times.pause();
        try {
            while (!closed) {
                if (stay()) {
                    pause = times.pause();
                }
                if (!closed && !news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    pause = pause.multipliedBy(2).compareTo(times.longestPause()) < 0
                            ? pause.multipliedBy(2)
                            : times.longestPause();
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("connection closed");
        }
    }

    /// Connects and stays until the server is lost.
    ///
    /// @return whether there was a connection
    private boolean stay() throws InterruptedException {
        boolean connected = false;
        try (var opened = dialling.open(server, news::release)) {
            adopt(opened);
            connected = true;
            session = opened;
            told = false;
            while (!closed && !opened.isLost() && !opened.isWorn()) {
                if (news.tryAcquire(times.look().toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                if (!closed && !opened.isLost()) {
                    adopt(opened);
                }
            }
            if (opened.isLost()) {
                tell("unavailable");
            }
        } catch (ServerAway e) {
            tell(e.reason());
        } finally {
            session = null;
            tools = List.of();
            news.drainPermits();
        }
        return connected;
    }

    private void adopt(ServerSession opened) throws InterruptedException, ServerAway {
        tools = opened.tools().stream()
                .flatMap(described -> McpTool.of(this, server, described).stream())
                .limit(MOST_TOOLS)
                .toList();
    }

    /// Once, until it is there again.
    private void tell(String reason) {
        if (closed || told) {
            return;
        }
        told = true;
        LOG.atWarn()
                .addKeyValue("tenant", tenant)
                .addKeyValue("server", server.name())
                .addKeyValue("reason", reason)
                .log("MCP server away, its tools are not offered");
        events.tell(
                tenant,
                SystemEvents.Kind.TOOL_SOURCE_FAILING,
                Map.of("source", "mcp:" + server.name(), "reason", reason));
    }

    /// Begins to close; [#awaitClosed] waits for it.
    @Override
    public void close() {
        closed = true;
        news.release();
        thread.interrupt();
    }

    void awaitClosed(Duration patience) throws InterruptedException {
        var _ = thread.join(patience);
    }
}
