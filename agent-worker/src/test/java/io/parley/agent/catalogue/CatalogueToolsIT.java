package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.Installed;
import io.parley.agent.Worker;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolSource;
import io.parley.schemas.ClientId;
import io.parley.schemas.settings.TenantDocument;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// From an import over HTTP to what the tools tell, in a running worker.
class CatalogueToolsIT {

    private static final Worker WORKER = Installed.shared().worker();
    private static final List<String> NAMES =
            List.of("search_products", "search_by_category", "browse_catalogue", "order_status");
    private static final String PRODUCTS = """
            id,name,description,category,price,currency,stock,image_url,url
            trueno,Zapatilla Trueno para correr,"En negro, azul y rojo",Zapatillas,89.90,EUR,4,http://localhost/t.png,
            gota,Spray impermeabilizante Gota,,Cuidado,15,EUR,0,,
            """;
    private static final String ORDERS = """
            [{"number": "A-1", "status": "enviado", "items": [{"name": "Zapatilla Trueno", "quantity": 1, "price": 89.9}],
              "total": 96.4, "currency": "EUR", "tracking": "SUR1", "email": "ana@example.com", "phone": "+5491155550001",
              "customer_id": "ana"},
             {"number": "A-2", "status": "secret status of Bruno", "email": "bruno@example.com"}]""";

    @BeforeAll
    static void fill() throws Exception {
        assertThat(put("/v1/tenants/queue/products", "text/csv", PRODUCTS).body())
                .isEqualTo("{\"products\":2}");
        assertThat(put("/v1/tenants/queue/orders", "application/json; charset=utf-8", ORDERS)
                        .body())
                .isEqualTo("{\"orders\":2}");
    }

    private static HttpResponse<String> put(String path, String type, String body) throws Exception {
        return WORKER.send(
                "PUT", path, BodyPublishers.ofString(body), "Authorization", "Bearer admin", "Content-Type", type);
    }

    private static AgentSettings settings(String tools) {
        var document = JsonMapper.shared().readTree("{\"language\":\"es\",\"agent\":{\"tools\":" + tools + "}}");
        return new AgentSettings(new TenantDocument("queue", "1", 0, document));
    }

    private static List<Tool> tools(String groups) {
        var settings = settings(groups);
        return Stream.of("productTools", "orderTools")
                .map(name -> WORKER.<ToolSource>bean(name, ToolSource.class))
                .flatMap(source -> source.tools(settings).stream())
                .toList();
    }

    private static ToolResult call(String tenant, String channel, String person, String tool, String arguments)
            throws Exception {
        var settings = settings("[\"products\",\"orders\"]");
        var client = new Client(
                ClientId.of(tenant, tenant + "-" + channel, person).toString(),
                tenant,
                channel,
                tenant + "-" + channel);
        return tools("[\"products\",\"orders\"]").stream()
                .filter(known -> known.spec().name().equals(tool))
                .findFirst()
                .orElseThrow()
                .call(new ToolCall(
                        client,
                        Optional.empty(),
                        settings,
                        "turn",
                        Instant.EPOCH,
                        JsonMapper.shared().readTree(arguments),
                        "0".repeat(64),
                        (percent, message) -> {}));
    }

    private static ToolResult ask(String tool, String arguments) throws Exception {
        return call("queue", "web", "g.guest", tool, arguments);
    }

    private static ToolResult order(String channel, String person, String arguments) throws Exception {
        return call("queue", channel, person, "order_status", arguments);
    }

    private static String told(ToolResult result) {
        return result instanceof ToolResult.Done(var content, var cards) ? content.toString() : result.toString();
    }

    @Test
    void a_tenant_has_the_tools_of_the_groups_that_it_names() {
        assertThat(tools("[]")).isEmpty();
        assertThat(tools("[\"orders\"]")).hasSize(1);
        assertThat(tools("[\"products\",\"orders\",\"knowledge\"]"))
                .extracting(tool -> tool.spec().name())
                .containsExactlyElementsOf(NAMES);
    }

    @Test
    void products_come_with_their_facts_and_a_card() throws Exception {
        var done = (ToolResult.Done) ask("search_products", "{\"query\":\"zapatillas negras para correr\"}");
        assertThat(done.content().toString())
                .isEqualTo(
                        "{\"products\":[{\"id\":\"trueno\",\"name\":\"Zapatilla Trueno para correr\",\"price\":89.90,"
                                + "\"currency\":\"EUR\",\"in_stock\":true,\"description\":\"En negro, azul y rojo\"}],"
                                + "\"more\":false}");
        assertThat(done.cards()).singleElement().satisfies(card -> {
            assertThat(card.id()).isEqualTo("trueno");
            assertThat(card.text()).isEqualTo("89,90 €");
            assertThat(card.imageUrl()).isEqualTo("http://localhost/t.png");
        });
        assertThat(told(ask("search_by_category", "{\"category\":\"cuidados\",\"limit\":-3}")))
                .contains("gota")
                .contains("\"in_stock\":false");
        assertThat(told(ask("browse_catalogue", "{\"page\":\"x\"}"))).contains("trueno", "gota", "categories");
    }

    @Test
    void arguments_are_not_trusted() throws Exception {
        for (var arguments : List.of("{}", "{\"query\":[]}", "{\"query\":\"  \"}", "{\"query\":null}", "[]", "3")) {
            assertThat(ask("search_products", arguments)).isInstanceOf(ToolResult.Refused.class);
        }
        assertThat(told(ask("search_products", "{\"query\":\"trueno\",\"tenant\":\"shoes\",\"limit\":1e300}")))
                .contains("trueno");
        assertThat(told(ask("search_products", "{\"query\":\"" + "trueno ".repeat(5_000) + "\"}")))
                .contains("trueno");
    }

    @Test
    void a_customer_sees_the_own_order() throws Exception {
        assertThat(told(order("web", "u.ana", "{\"order_number\":\"#a-1\"}")))
                .isEqualTo(
                        "{\"order\":{\"number\":\"A-1\",\"status\":\"enviado\",\"items\":[{\"name\":\"Zapatilla Trueno\","
                                + "\"quantity\":1,\"price\":89.9}],\"total\":96.4,\"currency\":\"EUR\",\"tracking\":\"SUR1\"}}");
        assertThat(told(order("whatsapp", "5491155550001", "{\"order_number\":\"A-1\"}")))
                .contains("enviado");
        assertThat(told(order("web", "g.x", "{\"order_number\":\"A-1\",\"contact\":\"Ana@example.com\"}")))
                .contains("enviado");
    }

    @Test
    void another_customers_order_is_like_one_that_does_not_exist() throws Exception {
        var none = order("web", "u.ana", "{\"order_number\":\"A-99\"}");
        assertThat(none).isInstanceOf(ToolResult.Refused.class);
        assertThat(order("web", "u.ana", "{\"order_number\":\"A-2\"}")).isEqualTo(none);
        assertThat(order("web", "g.ana", "{\"order_number\":\"A-1\"}")).isEqualTo(none);
        assertThat(order("whatsapp", "5491155550002", "{\"order_number\":\"A-1\"}"))
                .isEqualTo(none);
        assertThat(order("web", "g.x", "{\"order_number\":\"A-1\",\"contact\":\"bruno@example.com\"}"))
                .isEqualTo(none);
        assertThat(call("shoes", "web", "u.ana", "order_status", "{\"order_number\":\"A-1\"}"))
                .as("another tenant")
                .isEqualTo(none);
    }

    @Test
    void what_can_not_be_imported_changes_nothing_and_says_why() throws Exception {
        assertThat(put("/v1/tenants/queue/products", "text/csv", "id,name\nx,\n")
                        .body())
                .isEqualTo("{\"error\":\"line 2, column name: is missing\"}");
        assertThat(put("/v1/tenants/queue/orders", "application/json", "[{}]").statusCode())
                .isEqualTo(400);
        assertThat(put("/v1/tenants/nobody/products", "text/csv", PRODUCTS).statusCode())
                .isEqualTo(404);
        assertThat(put("/v1/tenants/queue/products", "text/plain", PRODUCTS).statusCode())
                .isEqualTo(415);
        assertThat(WORKER.send("PUT", "/v1/tenants/queue/products", BodyPublishers.ofString(PRODUCTS))
                        .statusCode())
                .isEqualTo(401);
        assertThat(told(ask("browse_catalogue", "{}"))).contains("trueno", "gota");
    }
}
