package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ingress.ws.DoorProperties.PerAddress;
import io.parley.ingress.ws.DoorProperties.PerTenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

class DoorPropertiesTest {

    @Test
    void what_is_not_set_has_a_default() {
        assertThat(bind(Map.of()))
                .isEqualTo(new DoorProperties(
                        List.of(),
                        Duration.ofSeconds(10),
                        false,
                        new PerAddress(1000, 1200, 6000),
                        new PerTenant(0, 300_000)));
    }

    @Test
    void everything_can_be_set() {
        assertThat(bind(Map.of(
                        "parley.door.trusted-proxies", "10.0.0.0/8,192.168.1.7",
                        "parley.door.request-timeout", "3s",
                        "parley.door.private-jwks", "true",
                        "parley.door.address.connections", "1",
                        "parley.door.address.upgrades-per-minute", "2",
                        "parley.door.address.messages-per-minute", "3",
                        "parley.door.tenant.connections", "4",
                        "parley.door.tenant.messages-per-minute", "5")))
                .isEqualTo(new DoorProperties(
                        List.of("10.0.0.0/8", "192.168.1.7"),
                        Duration.ofSeconds(3),
                        true,
                        new PerAddress(1, 2, 3),
                        new PerTenant(4, 5)));
    }

    @Test
    void a_negative_limit_or_a_misspelt_name_stops_the_start_and_is_named() {
        assertThatThrownBy(() -> bind(Map.of("parley.door.address.connections", "-1")))
                .rootCause()
                .hasMessageContaining("connections");
        assertThatThrownBy(() -> bind(Map.of("parley.door.trusted-proxy", "10.0.0.1")))
                .rootCause()
                .hasMessageContaining("trusted-proxy");
    }

    private static DoorProperties bind(Map<String, Object> settings) {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            context.register(Bound.class);
            context.refresh();
            return context.getBean(DoorProperties.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DoorProperties.class)
    static class Bound {}
}
