package io.parley.schemas.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The two calls of a schema registry that writing and reading need, in the REST dialect of Confluent's
/// (`POST /subjects/{subject}/versions`, `GET /schemas/ids/{id}`), which Apicurio and Karapace speak, too. A record's
/// subject is its full name. What was asked once is never asked again.
final class SchemaRegistry {

    /// 0 and the id.
    static final int HEADER_BYTES = 5;

    private static final Optional<SchemaRegistry> CONFIGURED = Optional.ofNullable(
                    System.getenv("PARLEY_SCHEMA_REGISTRY_URL"))
            .filter(url -> !url.isBlank())
            .map(url -> new SchemaRegistry(URI.create(url)));
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Map<Schema, byte[]> headers = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    SchemaRegistry(URI url) {
        this.url = url.toString().replaceAll("/+$", "");
    }

    /// The one that `PARLEY_SCHEMA_REGISTRY_URL` names.
    static Optional<SchemaRegistry> configured() {
        return CONFIGURED;
    }

    /// What stands before a body written with this schema; registers it the first time.
    byte[] header(Schema schema) {
        return headers.computeIfAbsent(schema, this::register).clone();
    }

    /// The schema with this id.
    ///
    /// @throws UndecodableRecord when the registry knows none
    Schema schema(int id) {
        return schemas.computeIfAbsent(id, this::fetch);
    }

    static int id(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    private byte[] register(Schema schema) {
        var body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        var answer = send(HttpRequest.newBuilder(URI.create(url + "/subjects/" + schema.getFullName() + "/versions"))
                .header("Content-Type", CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() != 200) {
            throw new RegistryUnavailable(
                    "the schema registry refuses " + schema.getFullName() + ": HTTP " + answer.statusCode(), null);
        }
        int id = json(answer).path("id").asInt();
        return ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(id).array();
    }

    private Schema fetch(int id) {
        var answer = send(
                HttpRequest.newBuilder(URI.create(url + "/schemas/ids/" + id)).GET());
        if (answer.statusCode() == 404) {
            throw new UndecodableRecord("the schema registry knows no schema " + id, null);
        }
        if (answer.statusCode() != 200) {
            throw new RegistryUnavailable("the schema registry answers HTTP " + answer.statusCode(), null);
        }
        try {
            return new Schema.Parser().parse(json(answer).path("schema").asString());
        } catch (SchemaParseException e) {
            throw new UndecodableRecord("schema " + id + " of the registry is no Avro schema", e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.header("Accept", CONTENT_TYPE).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryUnavailable("the schema registry can't be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable("interrupted while asking the schema registry", e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new RegistryUnavailable("the schema registry does not answer in JSON", e);
        }
    }
}
