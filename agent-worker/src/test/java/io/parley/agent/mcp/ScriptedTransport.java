package io.parley.agent.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server in this process: answers each request with what the script says, and keeps all that it is sent.
final class ScriptedTransport implements McpClientTransport {

    static final String GREETING = """
            {"protocolVersion": "2025-11-25", "capabilities": {"tools": {"listChanged": true}},
             "serverInfo": {"name": "scripted", "version": "1"}}
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final Function<JsonNode, @Nullable String> script;
    private Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler = message -> message;
    private Consumer<Throwable> lost = failure -> {};
    volatile boolean closed;
    private String greeting = GREETING;

    /// @param script the result for a request, null to say nothing
    ScriptedTransport(Function<JsonNode, @Nullable String> script) {
        this.script = script;
    }

    ScriptedTransport greets(String newGreeting) {
        greeting = newGreeting;
        return this;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> newHandler) {
        handler = newHandler;
        return Mono.empty();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> {
            var json = JSON.<JsonNode>valueToTree(message);
            sent.add(json);
            if (message instanceof JSONRPCRequest request) {
                var result = json.path("method").asString().equals("initialize") ? greeting : script.apply(json);
                if (result != null) {
                    say(new JSONRPCResponse("2.0", request.id(), JSON.readTree(result), null));
                }
            }
        });
    }

    /// The server says something unasked.
    void notify(String method, Map<String, Object> params) {
        say(new JSONRPCNotification("2.0", method, params));
    }

    void breaks() {
        lost.accept(new IOException("connection reset"));
    }

    private void say(JSONRPCMessage message) {
        var _ = handler.apply(Mono.just(message)).subscribe();
    }

    List<JsonNode> sent(String method) {
        return sent.stream()
                .filter(message -> message.path("method").asString("").equals(method))
                .toList();
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> exceptionHandler) {
        lost = exceptionHandler;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> closed = true);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return McpJsonDefaults.getMapper().convertValue(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of("2025-06-18", "2025-11-25");
    }
}
