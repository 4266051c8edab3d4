package io.parley.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.validation.Validation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class RouterPropertiesTest {

    private static final Map<String, String> REQUIRED = Map.of("parley.router.state-dir", "state");

    @Test
    void whatever_is_left_out_has_its_default() {
        assertThat(bind(REQUIRED)).isEqualTo(new RouterProperties(24, "", List.of(), Path.of("state"), 1, 1, false));
    }

    @Test
    void every_setting_is_taken() {
        var all = new HashMap<>(REQUIRED);
        all.put("parley.router.channels", "fax,pigeon");
        all.put("parley.router.partitions", "6");
        all.put("parley.router.node-id", "router-1");
        all.put("parley.router.standby-replicas", "0");
        all.put("parley.router.stream-threads", "2");
        all.put("parley.router.leave-group-on-close", "true");

        assertThat(bind(all))
                .isEqualTo(new RouterProperties(6, "router-1", List.of("fax", "pigeon"), Path.of("state"), 0, 2, true));
    }

    @Test
    void without_a_folder_for_the_state_there_is_no_start() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("parley.router.channels", "fax")))
                .withStackTraceContaining("stateDir");
    }

    @Test
    void a_kind_of_channel_has_a_name_that_a_topic_can_have() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("parley.router.channels", "Fax!", "parley.router.state-dir", "state")))
                .withStackTraceContaining("channels");
    }

    @Test
    void the_streams_settings_are_the_measured_ones() {
        var settings = new StreamsConfig(StreamsSettings.of(
                new RouterProperties(6, "router-1", List.of("web"), Path.of("state"), 0, 1, false),
                Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1")));

        assertThat(settings.getProducerConfigs("c"))
                .containsEntry("linger.ms", 0)
                .containsEntry("acks", "all");
        assertThat(settings.getMainConsumerConfigs("g", "c", 1))
                .containsEntry("group.instance.id", "router-1-1")
                .containsEntry("session.timeout.ms", 6_000);
        assertThat(settings.getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG)).isZero();
        assertThat(settings.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(1_000);
    }

    private static RouterProperties bind(Map<String, String> settings) {
        try (var validation = Validation.buildDefaultValidatorFactory()) {
            var handler = new ValidationBindHandler(new SpringValidatorAdapter(validation.getValidator()));
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate("parley.router", Bindable.of(RouterProperties.class), handler);
        }
    }
}
