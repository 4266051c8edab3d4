package io.parley.ingress.ws.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Key sets that change, that are elsewhere, that are not to be fetched.
class KeySetsTest {

    private final KeySets keySets = new KeySets(true);
    private final HttpServer login = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String published = "{\"keys\":[]}";

    KeySetsTest() throws Exception {}

    @BeforeEach
    void serve() {
        login.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, 200, published);
        });
        login.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/keys");
            answer(exchange, 302, "");
        });
        login.createContext("/huge", exchange -> answer(exchange, 200, " ".repeat(70_000) + published));
        login.start();
    }

    @AfterEach
    void stop() {
        login.stop(0);
    }

    @Test
    void a_key_that_is_new_is_fetched_when_the_first_token_names_it() throws Exception {
        publish(key("old"));
        assertThat(keySets.keys(url("/keys"), header("old"))).hasSize(1);

        publish(key("old"), key("new"));

        assertThat(keySets.keys(url("/keys"), header("new"))).hasSize(1);
        assertThat(keySets.keys(url("/keys"), header("old"))).hasSize(1);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void a_key_that_is_withdrawn_is_gone_with_the_next_fetch() throws Exception {
        publish(key("old"));
        assertThat(keySets.keys(url("/keys"), header("old"))).hasSize(1);

        publish(key("new"));

        assertThat(keySets.keys(url("/keys"), header("new"))).hasSize(1);
        assertThat(find("old")).isFalse();
    }

    @Test
    void tokens_that_name_unknown_keys_cause_few_fetches_and_the_known_key_still_works() throws Exception {
        publish(key("known"));
        assertThat(find("known")).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(find("invented-" + i)).isFalse();
        }
        assertThat(find("known")).isTrue();
        assertThat(fetches.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        publish(key("a"));
        assertThatThrownBy(() -> keySets.keys(url("/moved"), header("a"))).isInstanceOf(KeySourceException.class);
        assertThat(fetches).hasValue(0);
    }

    @Test
    void a_set_over_64_kilobytes_is_not_read() throws Exception {
        publish(key("a"));
        assertThatThrownBy(() -> keySets.keys(url("/huge"), header("a"))).isInstanceOf(KeySourceException.class);
    }

    @Test
    void no_key_set_on_this_machine_is_fetched_unless_that_is_allowed() throws Exception {
        publish(key("a"));
        assertThatThrownBy(() -> new KeySets(false).keys(url("/keys"), header("a")))
                .isInstanceOf(KeySourceException.class);
        assertThat(fetches).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/keys",
                "https://127.0.0.1/keys",
                "https://10.0.0.1/keys",
                "https://169.254.169.254/keys",
                "https://[::1]/keys",
                "https://[fd00::1]/keys",
                "https://user@8.8.8.8/keys",
                "http://8.8.8.8/keys",
                "file:///etc/hostname",
                "ftp://8.8.8.8/keys"
            })
    void only_public_addresses_over_https_are_asked(String url) {
        assertThatThrownBy(() -> new KeySets(false).keys(url, header("a")))
                .isInstanceOf(KeySourceException.class)
                .rootCause()
                .hasMessageContaining("public address over HTTPS");
    }

    private boolean find(String keyId) {
        try {
            return !keySets.keys(url("/keys"), header(keyId)).isEmpty();
        } catch (KeySourceException e) {
            return false;
        }
    }

    private void publish(ECKey... keys) {
        published = new JWKSet(List.of(keys)).toPublicJWKSet().toString();
    }

    private String url(String path) {
        return "http://localhost:" + login.getAddress().getPort() + path;
    }

    private static JWSHeader header(String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build();
    }

    private static ECKey key(String id) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
