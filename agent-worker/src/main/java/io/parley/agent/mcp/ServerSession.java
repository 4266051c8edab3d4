package io.parley.agent.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolProgress;
import io.parley.agent.tool.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/// A conversation with a server, from its greeting to its loss. Offers the server nothing but to ask whether we live.
final class ServerSession implements AutoCloseable {

    /// Under which the server finds a call's idempotency key in its `_meta`.
    static final String IDEMPOTENCY_KEY = "io.parley/idempotency-key";

    private static final TypeRef<JsonNode> JSON = new TypeRef<>() {};
    private static final McpSchema.Implementation PARLEY = new McpSchema.Implementation("parley", "1");
    private static final int MOST_PAGES = 20;
    private static final int MOST_ABANDONED = 50;

    private final NotedTransport transport;
    private final McpClientSession session;
    private final Patience patience;
    private final Runnable news;
    private final Map<String, ToolProgress> calls = new ConcurrentHashMap<>();
    private final AtomicLong counter = new AtomicLong();
    private final AtomicInteger abandoned = new AtomicInteger();
    private volatile String version = "";
    private final CompletableFuture<Object> broken = new CompletableFuture<>();

    /// How long an answer is waited for.
    ///
    /// @param call of a tool
    /// @param other of anything else
    record Patience(Duration call, Duration other) {}

    private ServerSession(McpClientTransport transport, Patience patience, Runnable news) {
        this.transport = new NotedTransport(transport);
        this.patience = patience;
        this.news = news;
        this.transport.setExceptionHandler(this::judge);
        this.session = new McpClientSession(
                patience.call(),
                this.transport,
                Map.of("ping", params -> Mono.just(Map.of())),
                Map.of(
                        "notifications/tools/list_changed", params -> Mono.fromRunnable(news),
                        "notifications/progress", params -> Mono.fromRunnable(() -> progressed(params))),
                connection -> connection);
    }

    /// Greets the server.
    ///
    /// @param news called when the server's tools have changed or the server is lost
    static ServerSession open(McpClientTransport transport, Patience patience, Runnable news)
            throws InterruptedException, ServerAway {
        var opened = new ServerSession(transport, patience, news);
        try {
            opened.greet();
            return opened;
        } catch (InterruptedException | ServerAway e) {
            opened.close();
            throw e;
        }
    }

    private void greet() throws InterruptedException, ServerAway {
        var versions = transport.protocolVersions();
        var offer = new McpSchema.InitializeRequest(
                versions.getLast(), McpSchema.ClientCapabilities.builder().build(), PARLEY);
        var answer = ask("initialize", offer);
        version = answer.path("protocolVersion").asString("");
        if (!versions.contains(version)) {
            throw new ServerAway("protocol-version");
        }
        if (answer.path("capabilities").path("tools").isMissingNode()) {
            throw new ServerAway("no-tools");
        }
        await(about(session.sendNotification("notifications/initialized", null)));
    }

    /// The tools as the server describes them.
    List<JsonNode> tools() throws InterruptedException, ServerAway {
        var tools = new ArrayList<JsonNode>();
        var cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            var answer = ask("tools/list", cursor.isEmpty() ? Map.of() : Map.of("cursor", cursor));
            answer.path("tools").forEach(tools::add);
            cursor = answer.path("nextCursor").asString("");
            if (cursor.isEmpty()) {
                break;
            }
        }
        return tools;
    }

    /// Calls a tool; when the thread is interrupted, the server is told.
    ToolResult call(String tool, JsonNode arguments, String idempotencyKey, ToolProgress progress)
            throws InterruptedException, ToolFailure {
        var token = "call-" + counter.incrementAndGet();
        Map<String, Object> params = Map.of(
                "name",
                tool,
                "arguments",
                arguments,
                "_meta",
                Map.of("progressToken", token, IDEMPOTENCY_KEY, idempotencyKey));
        calls.put(token, progress);
        var pending = about(session.sendRequest("tools/call", params, JSON)).toFuture();
        try {
            unlessLost(pending).get();
            return Contents.result(pending.resultNow());
        } catch (InterruptedException e) {
            abandoned.incrementAndGet();
            transport.cancel(token);
            throw e;
        } catch (ExecutionException e) {
            return refused(Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            calls.remove(token);
            transport.forget(token);
        }
    }

    /// What the model can do something about is a result. Nothing of a failure's text is passed on or kept: it may
    /// quote what the client has written.
    private static ToolResult refused(Throwable failure) throws ToolFailure {
        if (failure instanceof McpError error && error.getJsonRpcError() != null) {
            if (error.getJsonRpcError().code() == McpSchema.ErrorCodes.INVALID_PARAMS) {
                return new ToolResult.Refused(
                        ToolResult.Refused.BAD_ARGUMENTS,
                        String.valueOf(error.getJsonRpcError().message()));
            }
            throw new ToolFailure("server-error");
        }
        throw new ToolFailure(failure instanceof TimeoutException ? "timeout" : "unavailable");
    }

    private void progressed(Object params) {
        var sign = transport.unmarshalFrom(params, JSON);
        var progress = calls.get(sign.path("progressToken").asString(""));
        if (progress == null) {
            return;
        }
        double total = sign.path("total").asDouble(0);
        var message = sign.path("message").asString("");
        progress.moved(
                total > 0 ? (int) (100 * sign.path("progress").asDouble(0) / total) : null,
                message.isEmpty() ? null : message);
    }

    private JsonNode ask(String method, Object params) throws InterruptedException, ServerAway {
        return await(about(session.sendRequest(method, params, JSON)));
    }

    private <T> T await(Mono<T> asked) throws InterruptedException, ServerAway {
        var pending = asked.toFuture();
        try {
            unlessLost(pending).get(patience.other().toMillis(), TimeUnit.MILLISECONDS);
            return pending.resultNow();
        } catch (ExecutionException e) {
            throw new ServerAway(e.getCause() instanceof McpError ? "server-error" : "unavailable");
        } catch (TimeoutException e) {
            throw new ServerAway("timeout");
        }
    }

    private CompletableFuture<Object> unlessLost(CompletableFuture<?> pending) {
        return CompletableFuture.anyOf(pending, broken);
    }

    private <T> Mono<T> about(Mono<T> exchange) {
        return version.isEmpty()
                ? exchange
                : exchange.contextWrite(context -> context.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, version));
    }

    /// Other failures than these two are of one exchange alone, or of what a server need not have, such as a stream
    /// for its own messages.
    private void judge(Throwable failure) {
        if (failure instanceof IOException
                || failure.getCause() instanceof IOException
                || failure instanceof McpTransportSessionNotFoundException) {
            lose();
        }
    }

    private void lose() {
        var _ = broken.completeExceptionally(new IOException("lost"));
        session.close();
        news.run();
    }

    boolean isLost() {
        return broken.isDone();
    }

    /// Over HTTP each abandoned call may keep its connection until the session ends.
    boolean isWorn() {
        return calls.isEmpty() && abandoned.get() > MOST_ABANDONED;
    }

    /// Also on a thread that has been interrupted for it.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            session.close();
            transport
                    .closeGracefully()
                    .timeout(patience.other())
                    .onErrorComplete()
                    .block();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
