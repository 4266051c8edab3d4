package io.parley.sandbox.tiendanube;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The rules of Tienda Nube, seen from outside.
class TiendaNubeTest {

    private static final String AGENT = "Parley (dev@parley.example)";

    private final Trial trial = new Trial();

    @AfterEach
    void close() {
        trial.close();
    }

    private HttpResponse<String> get(String path, String token, String agent) {
        return trial.send(HttpRequest.newBuilder(URI.create(trial.url() + "/tiendanube/v1/4400" + path))
                .header("Authentication", "bearer " + token)
                .header("User-Agent", agent));
    }

    private HttpResponse<String> get(String path) {
        return get(path, "tn-token", AGENT);
    }

    private JsonNode list(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Trial.json(answer);
    }

    @Test
    void a_list_is_bare_and_its_texts_are_objects_of_languages() {
        var products = list("/products");
        assertThat(products.isArray()).isTrue();
        assertThat(products.path(0).path("name").path("es").asString()).isEqualTo("Zapatilla Trueno para correr");
        assertThat(products.path(0).path("variants").path(0).path("price").isString())
                .isTrue();
        assertThat(get("/products").headers().firstValue("X-Main-Language")).contains("es");
        assertThat(list("/store").path("main_currency").asString()).isEqualTo("EUR");
        assertThat(list("/categories").path(0).path("name").path("pt").asString())
                .isEqualTo("Tênis");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Java-http-client/25", "Parley", "Parley (nobody)"})
    void who_does_not_say_who_it_is_gets_nothing(String agent) {
        assertThat(get("/products", "tn-token", agent).statusCode()).isEqualTo(400);
    }

    @Test
    void a_token_opens_its_own_store_only() {
        assertThat(get("/products", "wrong", AGENT).statusCode()).isEqualTo(401);
        assertThat(get("/products", "tn-other", AGENT).statusCode()).isEqualTo(401);
        assertThat(Trial.json(get("/products", "wrong", AGENT))
                        .path("description")
                        .asString())
                .isEqualTo("Invalid access token");
        var wrongHeader = trial.send(HttpRequest.newBuilder(URI.create(trial.url() + "/tiendanube/v1/4400/products"))
                .header("Authorization", "Bearer tn-token")
                .header("User-Agent", AGENT));
        assertThat(wrongHeader.statusCode()).isEqualTo(401);
    }

    @Test
    void pages_are_linked() {
        var first = get("/products?per_page=2&page=1&published=true");
        assertThat(Trial.json(first)).hasSize(2);
        assertThat(first.headers().firstValue("X-Total-Count")).contains("4");
        var link = first.headers().firstValue("Link").orElse("");
        assertThat(link).contains("rel=\"next\"", "rel=\"last\"", "page=2").doesNotContain("prev");
        var second = get("/products?per_page=2&page=2&published=true");
        assertThat(second.headers().firstValue("Link").orElse(""))
                .contains("prev")
                .doesNotContain("next");
        assertThat(get("/products").headers().firstValue("Link")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products?q=paraguas", "/products?page=9", "/orders?q=9999", "/products/1", "/nothing"})
    void an_empty_list_is_not_found(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Trial.json(answer).path("message").asString()).isEqualTo("Not Found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products?per_page=201", "/products?page=0", "/products?per_page=x", "/orders?status=all"})
    void a_parameter_without_meaning_is_unprocessable(String path) {
        assertThat(get(path).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "/products?q=trueno, 7001",
        "/products?q=PAMPA-44, 7002",
        "/products?category_id=4, 7003",
        "/products?q=sin%20publicar&published=false, 7005",
        "/products?handle=bota-andes, 7003",
        "/products?since_id=7004, 7005",
        "/orders?q=1002&status=any, 451",
        "/orders?q=ana%20ruiz, 450",
        "/orders?customer_ids=61, 450"
    })
    void a_list_can_be_narrowed(String path, long id) {
        assertThat(list(path)).hasSize(1);
        assertThat(list(path).path(0).path("id").asLong()).isEqualTo(id);
    }

    @Test
    void an_order_by_id_is_not_one_by_number() {
        assertThat(list("/orders/450").path("number").asInt()).isEqualTo(1001);
        assertThat(get("/orders/1001").statusCode()).isEqualTo(404);
        assertThat(list("/orders?q=1001&fields=id,number").path(0).propertyNames())
                .containsExactly("id", "number");
    }

    @Test
    void the_bucket_holds_forty_and_two_a_second_run_out() {
        for (int i = 0; i < 40; i++) {
            assertThat(get("/store").statusCode()).isEqualTo(200);
        }
        var over = get("/store");
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValue("x-rate-limit-limit")).contains("40");
        assertThat(over.headers().firstValue("x-rate-limit-remaining")).contains("0");
        assertThat(over.headers().firstValueAsLong("x-rate-limit-reset")).hasValue(20_000);
        trial.pass(Duration.ofSeconds(1));
        assertThat(get("/store").statusCode()).isEqualTo(200);
        assertThat(get("/store").statusCode()).isEqualTo(200);
        assertThat(get("/store").statusCode()).isEqualTo(429);
        trial.control("PUT", "/settings", "{\"limits\":false}");
        assertThat(get("/store").statusCode()).isEqualTo(200);
    }

    @Test
    void other_goods_can_be_put_in_and_are_forgotten_with_all_else() {
        var goods = IntStream.rangeClosed(1, 3)
                .mapToObj(id -> "{\"id\":" + id + ",\"name\":{\"es\":\"Cosa\"},\"published\":true}")
                .collect(Collectors.joining(",", "{\"products\":[", "]}"));
        trial.control("PUT", "/4400/goods", goods);
        assertThat(list("/products")).hasSize(3);
        assertThat(list("/orders")).as("not given, not changed").hasSize(2);
        trial.control("DELETE", "", "");
        assertThat(list("/products").path(0).path("id").asInt()).isEqualTo(7001);
        assertThat(trial.call("PUT", "/sandbox/bot/goods", goods).statusCode()).isEqualTo(400);
    }

    @Test
    void calls_are_recorded_and_faults_befall_them() {
        trial.control(
                "POST",
                "/faults",
                "{\"kind\":\"status\",\"status\":429,\"retry_after\":2,\"channel\":\"4400\",\"method\":\"orders\"}");
        assertThat(get("/products?q=trueno").statusCode()).isEqualTo(200);
        var refused = get("/orders");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-rate-limit-reset")).contains("2000");
        assertThat(trial.deliveries().path(0).path("channel").asString()).isEqualTo("4400");
        assertThat(trial.deliveries().path(0).path("text").asString()).isEqualTo("trueno");
        assertThat(trial.deliveries().path(1).path("outcome").asString()).isEqualTo("fault");
    }

    @Test
    void a_shop_is_no_channel() {
        assertThat(trial.control("/accounts").findValuesAsString("kind")).doesNotContain("tiendanube");
    }

    @Test
    void pictures_of_goods_are_always_the_same() {
        var one = trial.get("/pictures/trueno.png");
        assertThat(one.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(one.body())
                .startsWith("\uFFFDPNG")
                .isEqualTo(trial.get("/pictures/trueno.png").body());
        assertThat(trial.get("/pictures/pampa.png").body()).isNotEqualTo(one.body());
        assertThat(trial.get("/pictures/no/such").statusCode()).isEqualTo(404);
    }
}
