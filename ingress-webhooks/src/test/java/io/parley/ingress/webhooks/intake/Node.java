package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.ingress.webhooks.IngressWebhooksApplication;
import io.parley.schemas.settings.SecretSealer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// One running ingress-webhooks, and a provider that posts to it.
final class Node implements AutoCloseable {

    static final String SECRET = "between-us";

    private static final String KEYSET = SecretSealer.newKeyset();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext service;
    private final int port;

    /// Returns when it knows the tenants.
    Node(Broker broker) {
        service = IngressWebhooksApplication.start(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.address(),
                "--PARLEY_SECRETS_KEYSET=" + KEYSET,
                "--PARLEY_ADMIN_TOKEN=let-me-in",
                "--PARLEY_PARTITIONS=3");
        port = Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer())
                .getPort();
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/ready").statusCode() == 200);
    }

    int port() {
        return port;
    }

    /// Posts as the provider does, signed, to the account `shoes-fake`.
    HttpResponse<String> post(String body) throws Exception {
        return send(to("shoes-fake", body).build());
    }

    /// Events in one body, posted and accepted.
    void accept(String... events) throws Exception {
        assertThat(post(body(events)).statusCode()).isEqualTo(200);
    }

    static String body(String... events) {
        return "{\"events\": [" + String.join(",", List.of(events)) + "]}";
    }

    HttpRequest.Builder to(String account, String body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/webhooks/fake/" + account))
                .header("Content-Type", "application/json; charset=utf-8")
                .header(FakeChannel.SIGNATURE, FakeChannel.sign(SECRET, body))
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
        service.close();
    }
}
