package io.parley.agent.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.Installed;
import io.parley.agent.Worker;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolResult;
import io.parley.schemas.settings.TenantDocument;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Documents of tenants in a real PostgreSQL: brought over the admin API, found by the tool, by their own tenant only.
class KnowledgeIT {

    private static final Installed INSTALLED = Installed.shared();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SHIPPING = """
            # Envíos y devoluciones
            ## Plazos
            El envío a domicilio tarda de 2 a 4 días hábiles.
            ## Devolución
            Hay 30 días para devolver un producto sin uso.
            ## Retiro
            Los pedidos se pueden retirar gratis en la tienda.
            """;
    private static final String POLICIES = """
            # Policies
            ## Certificates
            Certificates are kept for 7 years and can be sent again free of charge.
            ## Failed instruments
            If an instrument fails we report the values found and ask before adjusting.
            """;

    @BeforeAll
    static void start() {
        worker();
    }

    private static Worker worker() {
        return INSTALLED.worker();
    }

    private static String path(String tenant, String name) {
        return "/v1/tenants/" + tenant + "/documents/" + name;
    }

    private static HttpResponse<String> put(String tenant, String name, String mediaType, String text)
            throws Exception {
        return worker().put(path(tenant, name), mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> ask(String method, String path) throws Exception {
        return worker().send(method, path, "Authorization", "Bearer admin");
    }

    private static AgentSettings settings(String tenant, String yaml) {
        return new AgentSettings(new TenantDocument(tenant, "v", 0, JSON.readTree(yaml)));
    }

    private static AgentSettings settings(String tenant) {
        return settings(tenant, "{\"agent\": {\"tools\": [\"knowledge\"]}}");
    }

    private static void learn(String tenant, String language, String name, String text) throws Exception {
        var settings = settings(tenant, "{\"language\": \"" + language + "\"}");
        var upload = new Upload(name, "text/markdown", Optional.empty(), text.getBytes(StandardCharsets.UTF_8));
        assertThat(worker().bean(Documents.class).put(tenant, settings, upload)).isInstanceOf(Import.Done.class);
    }

    private static ToolResult search(AgentSettings settings, String tenant, JsonNode arguments) throws Exception {
        var client = new Client(tenant + ":" + tenant + "-web:g.1", tenant, "web", tenant + "-web");
        var tool = worker().bean(KnowledgeTools.class).tools(settings).getFirst();
        return tool.call(new ToolCall(
                client,
                Optional.empty(),
                settings,
                "t-1",
                Instant.EPOCH,
                arguments,
                "k".repeat(64),
                (percent, message) -> {}));
    }

    private static List<JsonNode> search(String tenant, String query) throws Exception {
        return search(settings(tenant), tenant, query);
    }

    private static List<JsonNode> search(AgentSettings settings, String tenant, String query) throws Exception {
        var arguments = JsonNodeFactory.instance.objectNode().put("query", query);
        return switch (search(settings, tenant, arguments)) {
            case ToolResult.Done done ->
                done.content().path("passages").valueStream().toList();
            case ToolResult.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private static List<String> titles(String tenant, String query) throws Exception {
        return search(tenant, query).stream()
                .map(passage -> passage.path("title").asString())
                .toList();
    }

    @Test
    void a_document_is_brought_listed_found_replaced_and_removed() throws Exception {
        // given
        var created = put("shoes", "envios.md", "text/markdown; charset=utf-8", SHIPPING);
        var again = put("shoes", "envios.md", "text/markdown", SHIPPING);
        // then
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created).path("title").asString()).isEqualTo("Envíos y devoluciones");
        assertThat(json(created).path("passages").asInt()).isEqualTo(3);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).path("imported_at")).isEqualTo(json(created).path("imported_at"));
        assertThat(json(ask("GET", "/v1/tenants/shoes/documents"))
                        .path("documents")
                        .valueStream())
                .extracting(document -> document.path("name").asString())
                .contains("envios.md");
        assertThat(json(ask("GET", path("shoes", "envios.md")))
                        .at("/content/0/title")
                        .asString())
                .isEqualTo("Envíos y devoluciones › Plazos");
        assertThat(search("shoes", "plazos de envío").getFirst())
                .isEqualTo(JsonNodeFactory.instance
                        .objectNode()
                        .put("source", "envios.md")
                        .put("title", "Envíos y devoluciones › Plazos")
                        .put("text", "El envío a domicilio tarda de 2 a 4 días hábiles."));
        // when
        var replaced = put("shoes", "envios.md", "text/plain", "Ya no hay envíos.");
        // then
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(search("shoes", "envío"))
                .singleElement()
                .satisfies(
                        passage -> assertThat(passage.path("text").asString()).isEqualTo("Ya no hay envíos."));
        // when
        assertThat(ask("DELETE", path("shoes", "envios.md")).statusCode()).isEqualTo(204);
        // then
        assertThat(ask("DELETE", path("shoes", "envios.md")).statusCode()).isEqualTo(404);
        assertThat(ask("GET", path("shoes", "envios.md")).statusCode()).isEqualTo(404);
        assertThat(search("shoes", "envío")).isEmpty();
    }

    @Test
    void what_cannot_become_a_document_is_refused_with_its_reason() throws Exception {
        assertThat(put("queue", "a.docx", "application/msword", "x")).satisfies(refused(415, "text/markdown"));
        assertThat(put("queue", "a.md", "nonsense", "x")).satisfies(refused(415, "Content-Type"));
        assertThat(put("queue", ".hidden", "text/plain", "x")).satisfies(refused(400, "name"));
        assertThat(put("nobody", "a.md", "text/plain", "x")).satisfies(refused(404, "tenant"));
        assertThat(put("queue", "a.pdf", "application/pdf", "%PDF-1.4 broken")).satisfies(refused(422, "broken"));
        assertThat(put("queue", "a.md", "text/markdown", "\n\n")).satisfies(refused(422, "no text"));
        assertThat(worker().put(path("queue", "a.txt"), "text/plain", new byte[Limits.STANDARD.bytes() + 1]))
                .satisfies(refused(413, "bytes"));
        assertThat(worker().get("/v1/tenants/queue/documents").statusCode()).isEqualTo(401);
        assertThat(json(ask("GET", "/v1/tenants/queue/documents")).path("documents"))
                .isEmpty();
    }

    private static Consumer<HttpResponse<String>> refused(int status, String why) {
        return response -> {
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(json(response).path("error").asString()).contains(why);
        };
    }

    @Test
    void words_are_found_in_their_language_with_and_without_accents() throws Exception {
        learn("spanish", "es", "envios.md", SHIPPING);
        learn("british", "en-GB", "policies.md", POLICIES);
        assertThat(titles("spanish", "¿puedo devolver los productos?").getFirst())
                .endsWith("Devolución");
        assertThat(titles("spanish", "devolucion").getFirst()).endsWith("Devolución");
        assertThat(titles("spanish", "retiran").getFirst()).endsWith("Retiro");
        assertThat(titles("british", "adjustment of failing instruments").getFirst())
                .endsWith("Failed instruments");
        assertThat(titles("british", "are the of")).as("stop words alone").isEmpty();
        assertThat(titles("british", "parking")).isEmpty();
    }

    @Test
    void passages_with_all_words_come_before_those_with_some() throws Exception {
        learn("order", "en", "1.md", "# A\nThe certificate, the certificate and again the certificate.");
        learn("order", "en", "2.md", "# B\nA certificate of which a copy is kept somewhere in a long sentence.");
        assertThat(titles("order", "copy certificate")).containsExactly("B", "A");
        assertThat(titles("order", "certificate copies & | ! (' :* <->")).containsExactly("B", "A");
    }

    @Test
    void at_most_five_passages_are_told() throws Exception {
        var sections = new StringBuilder("# Many\n");
        for (int i = 0; i < 9; i++) {
            sections.append("## Part ").append(i).append("\nscrews\n");
        }
        learn("many", "en", "many.md", sections.toString());
        assertThat(search("many", "screw")).hasSize(5);
    }

    @Test
    void a_tenant_finds_its_own_documents_only() throws Exception {
        // given
        learn("own", "en", "price.md", "# Prices\nThe sentinel of own is albatross.");
        learn("other", "en", "price.md", "# Prices\nThe sentinel of other is buzzard.");
        // then
        assertThat(search("own", "sentinel buzzard albatross other").toString())
                .contains("albatross")
                .doesNotContain("buzzard");
        var transactions = worker().bean(TenantTransactions.class);
        for (var table : List.of("document", "passage")) {
            int seen = transactions.call(
                    "own",
                    trip -> trip.query("select count(*) from " + table + " where tenant <> 'own'", rows -> {
                                rows.next();
                                return rows.getInt(1);
                            })
                            .get());
            assertThat(seen).as(table).isZero();
        }
    }

    @Test
    void a_tenant_without_the_group_has_no_such_tool() {
        var tools = worker().bean(KnowledgeTools.class);
        assertThat(tools.tools(settings("own", "{\"agent\": {\"tools\": [\"products\"]}}")))
                .isEmpty();
    }

    @Test
    void arguments_are_not_trusted() throws Exception {
        var settings = settings("own");
        for (var arguments : List.of("{}", "{\"query\": 7}", "{\"query\": \"  \"}", "[]")) {
            assertThat(search(settings, "own", JSON.readTree(arguments))).isInstanceOf(ToolResult.Refused.class);
        }
        var longest = JsonNodeFactory.instance.objectNode().put("query", "x".repeat(1_001));
        assertThat(search(settings, "own", longest)).isInstanceOf(ToolResult.Refused.class);
        assertThat(search("own", "nul\u0000 and 'quotes'); drop table passage; --"))
                .isEmpty();
    }

    @Test
    void without_the_extension_a_tenant_that_wants_vectors_is_searched_by_words() throws Exception {
        learn("wanting", "en", "a.md", "# Hours\nWe open at ten.");
        var settings =
                settings("wanting", "{\"agent\": {\"tools\": [\"knowledge\"], \"knowledge\": {\"vector\": true}}}");
        assertThat(search(settings, "wanting", "opening hours")).hasSize(1);
    }

    @Test
    void an_extension_that_this_role_may_create_is_created_and_found() {
        assertThat(schemaOf("unaccent")).contains("agent");
        assertThat(schemaOf("unaccent")).contains("agent");
        assertThat(schemaOf("vector")).isEmpty();
    }

    private static Optional<String> schemaOf(String extension) {
        var transactions = worker().bean(TenantTransactions.class);
        return transactions.call("own", trip -> VectorExtension.schema(trip, extension));
    }
}
