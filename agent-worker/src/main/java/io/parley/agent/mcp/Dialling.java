package io.parley.agent.mcp;

import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.customizer.McpSyncHttpClientRequestCustomizer;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.parley.agent.settings.McpServer;
import io.parley.schemas.settings.PublicAddress;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/// How a server is reached: streamable HTTP, else the SSE of older servers, or a program.
///
/// Over HTTP the address is judged before each request, and redirects are not followed: what a tenant's settings name
/// must be public and spoken to over TLS, unless the operator allows more.
final class Dialling {

    private final Allowed allowed;
    private final Duration answer;

    /// What the operator allows.
    record Allowed(boolean privateAddresses, boolean commands) {}

    /// @param answer how long a server may take to greet or to list its tools
    Dialling(Allowed allowed, Duration answer) {
        this.allowed = allowed;
        this.answer = answer;
    }

    /// Opens a session.
    ///
    /// @param news as in [ServerSession#open]
    ServerSession open(McpServer server, Runnable news) throws InterruptedException, ServerAway {
        var patience = new ServerSession.Patience(server.timeout().plus(answer), answer);
        if (server.url().isEmpty()) {
            return ServerSession.open(program(server), patience, news);
        }
        var url = server.url().get();
        if (!mayCall(url)) {
            throw new ServerAway("address-not-allowed");
        }
        try {
            return ServerSession.open(streamable(server, url), patience, news);
        } catch (ServerAway e) {
            return older(server, url, patience, news, e);
        }
    }

    private ServerSession older(
            McpServer server, URI url, ServerSession.Patience patience, Runnable news, ServerAway first)
            throws InterruptedException, ServerAway {
        try {
            return ServerSession.open(sse(server, url), patience, news);
        } catch (ServerAway e) {
            throw first;
        }
    }

    private CommandTransport program(McpServer server) throws ServerAway {
        if (!allowed.commands()) {
            throw new ServerAway("commands-not-allowed");
        }
        if (server.command().isEmpty()) {
            throw new ServerAway("not-configured");
        }
        try {
            return new CommandTransport(server.command(), server.environment(), McpJsonDefaults.getMapper());
        } catch (IOException e) {
            throw new ServerAway("not-started");
        }
    }

    private HttpClientStreamableHttpTransport streamable(McpServer server, URI url) {
        return HttpClientStreamableHttpTransport.builder(base(url))
                .endpoint(path(url))
                .customizeClient(this::careful)
                .httpRequestCustomizer(judged(server))
                .connectTimeout(answer)
                .build();
    }

    private HttpClientSseClientTransport sse(McpServer server, URI url) {
        return HttpClientSseClientTransport.builder(base(url))
                .sseEndpoint(path(url))
                .customizeClient(this::careful)
                .httpRequestCustomizer(judged(server))
                .connectTimeout(answer)
                .build();
    }

    private void careful(HttpClient.Builder client) {
        client.followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("agent-worker-mcp-http-", 0).factory()));
    }

    private McpSyncHttpClientRequestCustomizer judged(McpServer server) {
        return (request, method, url, body, context) -> {
            if (!mayCall(url)) {
                throw new IllegalStateException("address not allowed");
            }
            server.token().ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
        };
    }

    /// Whether the address is one that a tenant may have us call.
    boolean mayCall(URI url) {
        var host = url.getHost();
        if (host == null || url.getUserInfo() != null) {
            return false;
        }
        return allowed.privateAddresses()
                ? "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme())
                : "https".equalsIgnoreCase(url.getScheme()) && isPublic(host);
    }

    private static boolean isPublic(String host) {
        try {
            return PublicAddress.isPublic(host);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String base(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    private static String path(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
