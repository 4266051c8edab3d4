package io.parley.agent;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// A running worker.
public final class Worker implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private Worker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// What a worker has to be told to work there.
    static List<String> settings(Installed installed) {
        return List.of(
                "--server.port=0",
                "--parley.agent.bootstrap-servers=" + installed.bootstrap(),
                "--parley.agent.partitions=" + Installed.PARTITIONS,
                "--parley.agent.secrets-keyset=" + Installed.KEYSET,
                "--parley.agent.internal-token=internal",
                "--parley.agent.admin-token=admin",
                "--parley.agent.drain=300ms",
                "--parley.agent.model.base-url=" + installed.provider().url(),
                "--parley.agent.model.first-token-timeout=2s",
                "--parley.agent.model.silence-timeout=1s",
                "--parley.handoff.poll=100ms",
                "--spring.mail.host=localhost",
                "--spring.mail.port=" + installed.mail().getSmtp().getPort(),
                "--spring.datasource.url=" + Database.url(installed.gate().port()),
                "--spring.datasource.hikari.connection-timeout=2000",
                "--spring.datasource.username=worker",
                "--spring.datasource.password=worker");
    }

    /// Starts a worker and waits until it is ready.
    public static Worker start(Installed installed, String... more) {
        var args = new ArrayList<>(settings(installed));
        args.addAll(List.of(more));
        var worker = new Worker(AgentWorkerApplication.start(args.toArray(String[]::new)));
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> worker.get("/ready").statusCode() == 200);
        return worker;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @SuppressWarnings("unchecked")
    public <T> T bean(String name, Class<? super T> type) {
        return (T) context.getBean(name, type);
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    public HttpResponse<String> sendJson(String method, String path, String body, String... headers) throws Exception {
        var all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return send(method, path, HttpRequest.BodyPublishers.ofString(body), all.toArray(String[]::new));
    }

    public HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /// Puts a file there, as an operator.
    public HttpResponse<String> put(String path, String mediaType, byte[] content) throws Exception {
        var body = HttpRequest.BodyPublishers.ofByteArray(content);
        return send("PUT", path, body, "Authorization", "Bearer admin", "Content-Type", mediaType);
    }

    public HttpResponse<String> put(String path, String body, String... headers) throws Exception {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    /// Sends a body.
    public HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws Exception {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }
}
