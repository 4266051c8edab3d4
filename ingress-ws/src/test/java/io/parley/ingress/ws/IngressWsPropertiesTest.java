package io.parley.ingress.ws;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
        assertThat(properties.nodeSendBudget()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(properties.stuckAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(properties.adminToken()).isEmpty();
        assertThat(properties.drain())
                .isEqualTo(new IngressWsProperties.Drain(Duration.ofSeconds(26), 500, Duration.ofSeconds(10)));
    }

    @Test
    void everything_can_be_set() {
        var properties = bind(Map.ofEntries(
                entry("parley.ws.public-url", "https://chat.example"),
                entry("parley.ws.admin-token", "admin"),
                entry("parley.ws.internal-token", "internal"),
                entry("parley.ws.max-sockets", "7"),
                entry("parley.ws.send-budget", "2MB"),
                entry("parley.ws.node-send-budget", "3MB"),
                entry("parley.ws.stuck-after", "4s"),
                entry("parley.ws.reconnect-pace", "9"),
                entry("parley.ws.drain.window", "5s"),
                entry("parley.ws.drain.pace", "6"),
                entry("parley.ws.drain.patience", "1s")));
        assertThat(properties)
                .isEqualTo(new IngressWsProperties(
                        "node-1",
                        24,
                        "keyset",
                        "https://chat.example",
                        "admin",
                        "internal",
                        7,
                        DataSize.ofMegabytes(2),
                        DataSize.ofMegabytes(3),
                        Duration.ofSeconds(4),
                        9,
                        new IngressWsProperties.Drain(Duration.ofSeconds(5), 6, Duration.ofSeconds(1))));
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
