package io.parley.agent.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// Another transport that says when it could not connect, and knows the id of each call under way, which the SDK keeps
/// to itself and without which no
/// call can be cancelled (MCP specification, "Cancellation").
final class NotedTransport implements McpClientTransport {

    private static final String VERSION = "2.0";

    private final McpClientTransport transport;
    private final Map<Object, Object> ids = new ConcurrentHashMap<>();
    private volatile Consumer<Throwable> lost = failure -> {};
    private volatile @Nullable Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;

    NotedTransport(McpClientTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest request
                && request.params() instanceof Map<?, ?> params
                && params.get("_meta") instanceof Map<?, ?> meta
                && meta.get("progressToken") instanceof String token) {
            ids.put(token, request.id());
        }
        return transport.sendMessage(message);
    }

    /// The call with this progress token has ended.
    void forget(String token) {
        ids.remove(token);
    }

    /// Tells the server that the call's result is not wanted any more, and the SDK not to wait for it.
    void cancel(String token) {
        var id = ids.remove(token);
        if (id == null) {
            return;
        }
        var notice = new JSONRPCNotification(
                VERSION, "notifications/cancelled", Map.of("requestId", id, "reason", "not wanted any more"));
        var _ = transport.sendMessage(notice).onErrorComplete().subscribe();
        if (handler != null) {
            var nothing = new JSONRPCResponse(VERSION, id, Map.of(), null);
            var _ = handler.apply(Mono.just(nothing)).onErrorComplete().subscribe();
        }
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> newHandler) {
        handler = newHandler;
        return transport.connect(newHandler).doOnError(failure -> lost.accept(new IOException(failure)));
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> exceptionHandler) {
        lost = exceptionHandler;
        transport.setExceptionHandler(exceptionHandler);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }
}
