package io.parley.agent.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/// A server that is a program on this machine, spoken to over its standard input and output, a message a line.
///
/// The SDK's own transport hands down the environment, never says that the program has ended, believes every line to be
/// a message and any length of it to be bearable; hence this one. The program is started without a shell, finds in its
/// environment nothing of this process but where programs and its user's files are, and is killed with its children.
final class CommandTransport implements McpClientTransport {

    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TZ");
    private static final int LONGEST_LINE = 4_000_000;
    private static final int MOST_WAITING = 1_000;
    private static final long PATIENCE_MILLIS = 1_000;

    private final Process process;
    private final McpJsonMapper json;
    private final BlockingQueue<JSONRPCMessage> outgoing = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile Consumer<Throwable> lost = failure -> {};

    /// Starts the program.
    CommandTransport(List<String> command, Map<String, String> environment, McpJsonMapper json) throws IOException {
        this.json = json;
        var builder = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        // No virtual threads: reading from a program holds on to the thread beneath.
        return Mono.fromRunnable(() -> {
            Thread.ofPlatform().daemon().name("agent-worker-mcp-read").start(() -> read(handler));
            Thread.ofPlatform().daemon().name("agent-worker-mcp-write").start(this::write);
        });
    }

    private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = nextLine(reader); line.isPresent(); line = nextLine(reader)) {
                message(line.get()).ifPresent(message -> {
                    var _ = handler.apply(Mono.just(message)).subscribe();
                });
            }
            lost.accept(new IOException("the program has ended"));
        } catch (IOException e) {
            lost.accept(e);
        }
    }

    private static Optional<String> nextLine(Reader reader) throws IOException {
        var line = new StringBuilder();
        for (int character = reader.read(); character != '\n'; character = reader.read()) {
            if (character < 0) {
                return Optional.empty();
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("line too long");
            }
            line.append((char) character);
        }
        return Optional.of(line.toString());
    }

    /// Programs print other things, too.
    private Optional<JSONRPCMessage> message(String line) {
        try {
            return Optional.of(McpSchema.deserializeJsonRpcMessage(json, line));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.defer(() -> outgoing.offer(message)
                ? Mono.empty()
                : Mono.error(new IOException("the program does not read what it is sent")));
    }

    private void write() {
        try (var output = process.getOutputStream()) {
            while (process.isAlive()) {
                var message = outgoing.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    output.write((json.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
                    output.flush();
                }
            }
        } catch (IOException e) {
            lost.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        lost = handler;
    }

    /// Asks the program to end, and does not wait for it for long.
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::kill);
    }

    private void kill() {
        var all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }
}
