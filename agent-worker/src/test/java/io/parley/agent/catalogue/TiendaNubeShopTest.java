package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.agent.settings.Catalogue;
import io.parley.agent.tool.ToolFailure;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiendaNubeShopTest extends ShopContract {

    private static final SandboxStore SANDBOX = new SandboxStore();
    private static final TiendaNubeApi API = SANDBOX.api(Duration.ofSeconds(8));
    private static final TiendaNubeApi HURRIED = SANDBOX.api(Duration.ofMillis(400));

    @BeforeEach
    void begin() {
        SANDBOX.control("DELETE", "", "");
    }

    @AfterAll
    static void close() {
        API.close();
        HURRIED.close();
        SANDBOX.close();
    }

    @Override
    Shop shop() {
        return new TiendaNubeShop(API, SandboxStore.STORE, "es");
    }

    private static void fault(String rule) {
        SANDBOX.control("POST", "/faults", rule);
    }

    private static void assertFails(TiendaNubeApi api, Catalogue.TiendaNube store, String reason) {
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> new TiendaNubeShop(api, store, "es").search("trueno", 5))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void a_promotional_price_counts_and_dearer_variants_are_told() throws Exception {
        var pampa = shop().search("pampa", 1).products().getFirst();
        assertThat(pampa.price()).isEqualByComparingTo("99.00");
        assertThat(pampa.priceTo()).isEqualByComparingTo("119.00");
        assertThat(pampa.description()).isEqualTo("En verde y gris, impermeable y cálida.");
    }

    @Test
    void texts_are_in_the_language_that_is_wanted_where_the_store_has_it() throws Exception {
        var portuguese = new TiendaNubeShop(API, SandboxStore.STORE, "pt-br");
        assertThat(portuguese.byCategory("tenis", 5).products())
                .extracting(Product::name)
                .contains("Zapatilla Trueno para correr");
    }

    @Test
    void too_many_requests_wait_until_there_is_room() throws Exception {
        fault("{\"kind\":\"status\",\"status\":429,\"retry_after\":1,\"times\":1}");
        long start = System.nanoTime();
        assertThat(shop().search("trueno", 5).products()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_longer_wait_than_there_is_time_for_fails_at_once() {
        fault("{\"kind\":\"status\",\"status\":429,\"retry_after\":60}");
        long start = System.nanoTime();
        assertFails(HURRIED, SandboxStore.STORE, "rate-limited");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void the_stores_own_bucket_is_waited_for() throws Exception {
        for (int i = 0; i < 21; i++) {
            assertThat(shop().search("trueno", 5).products()).hasSize(1);
        }
        assertThat(SANDBOX.calls().stream().map(call -> call.path("status").asInt()))
                .contains(429)
                .doesNotContain(500);
    }

    @Test
    void one_failure_is_overcome_and_the_second_is_told() throws Exception {
        fault("{\"kind\":\"status\",\"status\":500,\"times\":1}");
        assertThat(shop().search("trueno", 5).products()).hasSize(1);
        fault("{\"kind\":\"reset\",\"times\":1}");
        assertThat(shop().search("trueno", 5).products()).hasSize(1);
        fault("{\"kind\":\"status\",\"status\":503}");
        assertFails(API, SandboxStore.STORE, "unavailable");
    }

    @ParameterizedTest
    @CsvSource({"402, unpaid", "403, unauthorized", "422, refused"})
    void what_no_repetition_mends_is_told_at_once(int status, String reason) {
        fault("{\"kind\":\"status\",\"status\":" + status + "}");
        assertFails(API, SandboxStore.STORE, reason);
        assertThat(SANDBOX.calls()).hasSize(1);
    }

    @Test
    void a_wrong_token_is_unauthorized_and_a_stores_id_is_a_number() {
        assertFails(API, new Catalogue.TiendaNube("4400", "other"), "unauthorized");
        assertFails(API, new Catalogue.TiendaNube("../other", "tn-token"), "misconfigured");
        assertFails(API, new Catalogue.TiendaNube("4400", ""), "misconfigured");
    }

    @Test
    void a_store_that_does_not_answer_costs_no_more_than_the_time_of_a_question() {
        fault("{\"kind\":\"timeout\"}");
        long start = System.nanoTime();
        assertFails(HURRIED, SandboxStore.STORE, "timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void nonsense_is_no_answer() {
        fault("{\"kind\":\"status\",\"status\":200,\"body\":\"<html>hello</html>\"}");
        assertFails(API, SandboxStore.STORE, "nonsense");
        SANDBOX.control("DELETE", "/faults", "");
        fault("{\"kind\":\"status\",\"status\":200,\"body\":{\"products\":[]}}");
        assertFails(API, SandboxStore.STORE, "nonsense");
    }

    @Test
    void a_body_without_end_is_no_answer() {
        var huge = "x".repeat(5 << 20);
        SANDBOX.control("PUT", "/4400/goods", "{\"products\":[{\"id\":1,\"name\":{\"es\":\"Trueno " + huge + "\"}}]}");
        assertFails(API, SandboxStore.STORE, "unavailable");
    }

    @Test
    void an_order_behind_the_first_page_is_found() throws Exception {
        var orders = IntStream.range(0, 120)
                .mapToObj(n -> "{\"id\":" + n + ",\"number\":" + (n == 110 ? 77 : 7_700 + n) + ",\"status\":\"open\"}")
                .collect(Collectors.joining(","));
        SANDBOX.control("PUT", "/4400/goods", "{\"orders\":[" + orders + "]}");
        assertThat(shop().order("77")).isPresent();
    }
}
