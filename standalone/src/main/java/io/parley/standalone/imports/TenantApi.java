package io.parley.standalone.imports;

import io.parley.standalone.process.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What agent-worker takes for a tenant, over HTTP with the admin token.
public final class TenantApi implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI base;
    private final String token;

    /// @param base of agent-worker, such as `http://localhost:8082`
    public TenantApi(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /// Puts something in the place of what the tenant had there.
    ///
    /// @param what below the tenant, such as `products`
    /// @return the answer; a missing node where it is no JSON
    /// @throws Failure when it was not taken
    public JsonNode put(String tenant, String what, String mediaType, byte[] content)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/v1/tenants/" + tenant + "/" + what))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", mediaType)
                .PUT(BodyPublishers.ofByteArray(content))
                .build();
        var answer = send(request);
        var body = json(answer.body());
        if (answer.statusCode() >= 300) {
            throw new Failure(complaint(tenant, answer.statusCode(), body));
        }
        return body;
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Failure("no answer from " + base + ": is agent-worker running there?", e);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JsonMapper.shared().readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static String complaint(String tenant, int status, JsonNode body) {
        return switch (status) {
            case 401 -> "the token is not the admin token";
            case 404 -> "there is no tenant '" + tenant + "'";
            default -> {
                var reason = body.path("error").asString("");
                yield reason.isBlank() ? "agent-worker refused it with status " + status : reason;
            }
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
