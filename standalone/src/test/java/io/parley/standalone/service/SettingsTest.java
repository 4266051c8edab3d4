package io.parley.standalone.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

    /// `up` gives the settings as arguments, where a placeholder finds them under their exact names only.
    @ParameterizedTest
    @EnumSource
    void a_service_reads_no_setting_under_another_spelling_of_its_name(ServiceKind kind) throws IOException {
        // given
        String settings;
        try (var in = SettingsTest.class.getResourceAsStream("/" + kind.label() + ".yml")) {
            settings = new String(in.readAllBytes(), UTF_8);
        }

        // then
        assertThat(Settings.of(kind))
                .filteredOn(setting -> setting.name().startsWith("PARLEY_"))
                .allSatisfy(setting -> assertThat(settings)
                        .doesNotContain("${" + relaxed(setting.name()) + ":")
                        .doesNotContain("${" + relaxed(setting.name()) + "}"));
    }

    /// As Spring would find it in the environment, too.
    private static String relaxed(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }
}
