package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AgentPropertiesTest {

    private static final Map<String, String> LEAST = Map.of(
            "parley.agent.bootstrap-servers", "kafka:9092",
            "parley.agent.partitions", "6",
            "parley.agent.model.base-url", "http://model/v1",
            "parley.agent.model.name", "m",
            "parley.agent.permits.worker", "10");

    private static AgentProperties bind(Map<String, String> more) {
        var all = new HashMap<>(LEAST);
        all.putAll(more);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind(
                        "parley.agent",
                        Bindable.of(AgentProperties.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
    }

    @Test
    void what_is_not_said_has_a_default() {
        var properties = bind(Map.of());
        assertThat(properties.drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.keepTurns()).isEqualTo(Duration.ofDays(35));
        assertThat(properties.tenantsFile()).isEmpty();
        assertThat(properties.model().tries()).isEqualTo(3);
        assertThat(properties.model().firstTokenTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.permits().tenant()).isEqualTo(2500);
    }

    @Test
    void everything_can_be_said() {
        var properties = bind(Map.of(
                "parley.agent.tenants-file", "t.yml",
                "parley.agent.model.api-key", "k",
                "parley.agent.model.silence-timeout", "3s",
                "parley.agent.model.max-answer-characters", "100",
                "parley.agent.permits.provider", "7"));
        assertThat(properties.tenantsFile()).isEqualTo("t.yml");
        assertThat(properties.model().baseUrl()).isEqualTo(URI.create("http://model/v1"));
        assertThat(properties.model().silenceTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(properties.model().maxAnswerCharacters()).isEqualTo(100);
        assertThat(properties.permits().provider()).isEqualTo(7);
        assertThat(properties.toString()).doesNotContain("k,").doesNotContain("apiKey");
    }

    @Test
    void a_misspelt_key_stops_the_start() {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("parley.agent.drian", "1s")));
    }
}
