package io.parley.ingress.ws;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// A running node.
final class Node implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static @Nullable Node shared;

    private final ConfigurableApplicationContext context;

    private Node(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// The node of all tests that need no other one; lives as long as the JVM.
    static synchronized Node shared() {
        var known = shared;
        if (known == null) {
            known = start(Installed.shared().bootstrap(), "shared");
            shared = known;
        }
        return known;
    }

    /// Starts a node and waits until it is ready.
    static Node start(String bootstrap, String id, String... more) {
        var node = launch(bootstrap, id, more);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.get("/ready").statusCode() == 200);
        return node;
    }

    /// Starts a node that may not be ready yet.
    static Node launch(String bootstrap, String id, String... more) {
        var args = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + bootstrap,
                "--PARLEY_SECRETS_KEYSET=" + Installed.KEYSET,
                "--PARLEY_NODE_ID=" + id,
                "--PARLEY_PARTITIONS=3",
                "--PARLEY_ADMIN_TOKEN=admin-token-of-the-tests",
                "--PARLEY_JWKS_PRIVATE=true"));
        args.addAll(List.of(more));
        return new Node(IngressWsApplication.start(args.toArray(String[]::new)));
    }

    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Asks as a browser does before a page of one site posts to another.
    HttpResponse<String> preflight(String path, String origin, String method) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "content-type");
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// As SIGTERM does.
    void stop() {
        context.close();
    }

    @Override
    public void close() {
        stop();
    }
}
