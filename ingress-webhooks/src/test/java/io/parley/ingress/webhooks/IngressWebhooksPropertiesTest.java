package io.parley.ingress.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ingress.webhooks.IngressWebhooksProperties.Simulate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

class IngressWebhooksPropertiesTest {

    @Test
    void what_is_not_set_has_the_careful_default() {
        assertThat(bind(Map.of())).isEqualTo(new IngressWebhooksProperties(24, "keyset", "", Simulate.ADMIN));
    }

    @Test
    void everything_can_be_set() {
        assertThat(bind(Map.of("parley.webhooks.admin-token", "t", "parley.webhooks.simulate", "open")))
                .isEqualTo(new IngressWebhooksProperties(24, "keyset", "t", Simulate.OPEN));
    }

    @Test
    void a_missing_keyset_stops_the_start_and_is_named() {
        assertThatThrownBy(() -> bind(Map.of("parley.webhooks.secrets-keyset", "")))
                .rootCause()
                .hasMessageContaining("PARLEY_SECRETS_KEYSET");
    }

    private static IngressWebhooksProperties bind(Map<String, Object> changes) {
        var settings = new HashMap<String, Object>(
                Map.of("parley.webhooks.partitions", "24", "parley.webhooks.secrets-keyset", "keyset"));
        settings.putAll(changes);
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            context.register(Bound.class);
            context.refresh();
            return context.getBean(IngressWebhooksProperties.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IngressWebhooksProperties.class)
    static class Bound {}
}
