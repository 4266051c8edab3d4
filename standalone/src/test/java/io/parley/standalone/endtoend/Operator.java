package io.parley.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who may change tenants at the worker and tell the stand-in model how to behave.
///
/// @param worker the port of agent-worker
/// @param model the port of the stand-in model
public record Operator(int worker, int model, String adminToken) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Changes a tenant's settings.
    ///
    /// @param patch a JSON merge patch
    void change(String tenant, String patch) throws IOException, InterruptedException {
        put(tenant, "settings", "application/merge-patch+json", patch);
    }

    /// Gives a tenant products, orders or a document.
    ///
    /// @param what below the tenant in the API
    void put(String tenant, String what, String mediaType, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + worker + "/v1/tenants/" + tenant + "/" + what))
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", mediaType)
                .PUT(BodyPublishers.ofString(body))
                .build();
        answered(request);
    }

    /// What a tenant has.
    JsonNode get(String tenant, String what) throws IOException, InterruptedException {
        return answered(
                HttpRequest.newBuilder(URI.create("http://localhost:" + worker + "/v1/tenants/" + tenant + "/" + what))
                        .header("Authorization", "Bearer " + adminToken)
                        .build());
    }

    /// Tells the stand-in model something.
    void control(String what, String body) throws IOException, InterruptedException {
        answered(HttpRequest.newBuilder(control(what))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /// The calls that the stand-in model has had.
    ///
    /// @param query of `/control/calls`
    JsonNode calls(String query) throws IOException, InterruptedException {
        return answered(HttpRequest.newBuilder(control("calls?" + query)).build());
    }

    private URI control(String what) {
        return URI.create("http://localhost:" + model + "/control/" + what);
    }

    private static JsonNode answered(HttpRequest request) throws IOException, InterruptedException {
        var answer = HTTP.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }
}
