package io.parley.agent.catalogue;

import io.parley.agent.Installed;
import io.parley.agent.settings.Catalogue;
import io.parley.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A store of the sandbox's Tienda Nube, and its operator.
final class SandboxStore implements AutoCloseable {

    static final Catalogue.TiendaNube STORE = new Catalogue.TiendaNube("4400", "tn-token");
    private static final String TENANTS = """
            tenants:
              - id: shoes
                channels: []
                agent: {catalogue: {kind: tiendanube, store-id: "4400", access-token: "tn-token"}}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox = Sandbox.start(new Sandbox.Options(
            "localhost",
            0,
            Installed.tenantsFile(TENANTS),
            Map.of(),
            List.of(URI.create("http://localhost:1")),
            1_000,
            Clock.systemUTC()));

    TiendaNubeApi api(Duration time) {
        return new TiendaNubeApi(URI.create(sandbox.url() + "/tiendanube/v1"), "Parley (https://parley.example)", time);
    }

    void control(String method, String path, String json) {
        send(method, path, json);
    }

    /// The calls that the stand-in has recorded.
    List<JsonNode> calls() {
        return JsonMapper.shared()
                .readTree(send("GET", "/deliveries", ""))
                .valueStream()
                .toList();
    }

    private String send(String method, String path, String json) {
        var request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
        http.shutdownNow();
    }
}
