package io.parley.ingress.ws.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.tenant.WebChannel.Guests;
import io.parley.schemas.settings.TenantDocument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WebChannelTest {

    @Test
    void a_channel_that_says_nothing_is_open_to_guests_from_the_nodes_own_pages() {
        var channel = read("{\"channels\":[{\"id\":\"w\",\"kind\":\"web\"}]}").orElseThrow();
        assertThat(channel.guests()).isEqualTo(Guests.OPEN);
        assertThat(channel.limits()).isEqualTo(new Limits(30, 10, 10, 0, 0));
        assertThat(channel.jwt().leeway()).isEqualTo(Duration.ofSeconds(30));
        assertThat(channel.allows("http://localhost:8080", "http://localhost:8080"))
                .isTrue();
        assertThat(channel.allows("http://evil.example", "http://localhost:8080"))
                .isFalse();
    }

    @Test
    void a_channel_that_knows_its_users_has_no_guests_unless_it_says_so() {
        assertThat(read("{\"channels\":[{\"id\":\"w\",\"kind\":\"web\",\"jwt\":{\"secrets\":[\"s\"]}}]}")
                        .orElseThrow()
                        .guests())
                .isEqualTo(Guests.NONE);
        assertThat(read("{\"channels\":[{\"id\":\"w\",\"kind\":\"web\",\"guests\":\"maybe\"}]}")
                        .orElseThrow()
                        .guests())
                .isEqualTo(Guests.NONE);
    }

    @Test
    void empty_secrets_are_no_secrets() {
        var channel = read("{\"channels\":[{\"id\":\"w\",\"kind\":\"web\",\"jwt\":{\"secrets\":[\"\",\" \"]}}]}")
                .orElseThrow();
        assertThat(channel.jwt().secrets()).isEmpty();
        assertThat(channel.guests()).isEqualTo(Guests.OPEN);
    }

    @Test
    void origins_are_exact_or_all() {
        var some = read("{\"channels\":[{\"kind\":\"web\",\"allowed-origins\":[\"https://a.example\"]}]}")
                .orElseThrow();
        assertThat(some.allows("https://a.example", "https://chat.example")).isTrue();
        assertThat(some.allows("https://a.example.evil.example", "https://chat.example"))
                .isFalse();
        assertThat(some.allows("https://chat.example", "https://chat.example")).isFalse();
        var all = read("{\"channels\":[{\"kind\":\"web\",\"allowed-origins\":[\"*\"]}]}")
                .orElseThrow();
        assertThat(all.allows("null", "https://chat.example")).isTrue();
    }

    @Test
    void limits_of_the_channel_go_before_the_tenants() {
        var channel = read("{\"channels\":[{\"kind\":\"web\",\"limits\":{\"burst\":3}}],\"limits\":"
                        + "{\"burst\":5,\"messages-per-minute\":7,\"tenant-connections\":20,"
                        + "\"tenant-messages-per-minute\":900}}")
                .orElseThrow();
        assertThat(channel.limits()).isEqualTo(new Limits(7, 3, 10, 20, 900));
    }

    @Test
    void a_guest_can_never_be_taken_for_a_user() {
        var channel = read("{\"channels\":[{\"id\":\"w\",\"kind\":\"web\"}]}").orElseThrow();
        assertThat(channel.user("ana")).hasToString("shoes:w:u.ana");
        assertThat(channel.guest("ana")).hasToString("shoes:w:g.ana");
    }

    @Test
    void a_tenant_without_a_web_channel_has_none_and_the_first_enabled_tenant_is_the_standard() {
        var off = document("off", 0, "{\"enabled\":false,\"channels\":[{\"id\":\"w0\",\"kind\":\"web\"}]}");
        var shoes = document("shoes", 1, "{\"channels\":[{\"id\":\"w1\",\"kind\":\"web\"}]}");
        var phones = document("phones", 2, "{\"channels\":[{\"id\":\"p\",\"kind\":\"telegram\"}]}");
        var documents = List.of(off, shoes, phones);
        var tenants = new Tenants(
                id -> documents.stream()
                        .filter(document -> document.tenant().equals(id))
                        .findFirst(),
                () -> documents);
        assertThat(tenants.webChannel("phones")).isEmpty();
        assertThat(tenants.standard().orElseThrow().tenant()).isEqualTo("shoes");
        assertThat(tenants.open()).extracting(WebChannel::tenant).containsExactly("shoes");
    }

    private static Optional<WebChannel> read(String json) {
        return WebChannel.of(document("shoes", 0, json));
    }

    private static TenantDocument document(String tenant, int rank, String json) {
        return new TenantDocument(
                tenant, "v1", rank, JsonMapper.builder().build().readTree(json));
    }
}
