package io.parley.standalone.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.standalone.process.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A mistake in the tenants file costs one line that says where and why.
class TenantsFileTest {

    @TempDir
    Path folder;

    @Test
    void one_tenant_with_one_channel_and_nothing_else_is_valid() {
        assertThatCode(() -> check("tenants: [{id: a, channels: [{id: w, kind: web}]}]"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'tenants: [{id: a'                                              | line 1: expected
            'tenant: []'                                                    | line 1: the file starts with 'tenants:'
            'tenants:\n  - channels: [{id: w, kind: web}]'                  | line 2: a tenant has an 'id'
            'tenants:\n  - id: A\n    channels: [{id: w, kind: web}]'       | line 2: a tenant's id is up to 40
            'tenants:\n  - id: a'                                           | line 2: the tenant 'a' has a list of 'channels'
            'tenants:\n  - id: a\n    channels:\n    - {id: w}'             | line 4: the channel 'w' has a 'kind'
            'tenants:\n  - id: a\n    channels: [{id: w, kind: web}]\n  - id: a\n    channels: [{id: x, kind: web}]' | line 4: the tenant 'a' is there twice
            'tenants:\n  - id: a\n    channels: [{id: w, kind: web}]\n  - id: b\n    channels: [{id: w, kind: web}]' | line 5: the channel id 'w' is there twice
            """)
    void a_mistake_is_named_with_its_line(String text, String complaint) {
        assertThatThrownBy(() -> check(text.translateEscapes()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> TenantsFile.check(folder.resolve("none.yml")))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot read the tenants file")
                .hasMessageContaining("none.yml");
    }

    private void check(String text) throws IOException {
        TenantsFile.check(Files.writeString(folder.resolve("tenants.yml"), text));
    }
}
