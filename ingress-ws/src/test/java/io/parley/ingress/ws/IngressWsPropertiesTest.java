package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.unit.DataSize;

class IngressWsPropertiesTest {

    @Test
    void what_is_not_set_has_a_default() {
        var properties = bind(Map.of());
        assertThat(properties.maxSockets()).isEqualTo(20_000);
        assertThat(properties.sendBudget()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(properties.publicUrl()).isEmpty();
    }

    @Test
    void everything_can_be_set() {
        var properties = bind(Map.of(
                "parley.ws.public-url", "https://chat.example",
                "parley.ws.max-sockets", "7",
                "parley.ws.send-budget", "2MB"));
        assertThat(properties)
                .isEqualTo(new IngressWsProperties(
                        "node-1", 24, "keyset", "https://chat.example", 7, DataSize.ofMegabytes(2)));
    }

    @Test
    void a_missing_keyset_or_a_misspelt_name_stops_the_start_and_is_named() {
        assertThatThrownBy(() -> bind(Map.of("parley.ws.secrets-keyset", "")))
                .rootCause()
                .hasMessageContaining("PARLEY_SECRETS_KEYSET");
        assertThatThrownBy(() -> bind(Map.of("parley.ws.partitions", "0")))
                .rootCause()
                .hasMessageContaining("PARLEY_PARTITIONS");
        assertThatThrownBy(() -> bind(Map.of("parley.ws.max-socket", "7")))
                .rootCause()
                .hasMessageContaining("max-socket");
    }

    private static IngressWsProperties bind(Map<String, Object> changes) {
        var settings = new HashMap<String, Object>(Map.of(
                "parley.ws.node-id", "node-1",
                "parley.ws.partitions", "24",
                "parley.ws.secrets-keyset", "keyset"));
        settings.putAll(changes);
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            context.register(Bound.class);
            context.refresh();
            return context.getBean(IngressWsProperties.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IngressWsProperties.class)
    static class Bound {}
}
