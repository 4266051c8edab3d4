package io.parley.agent.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMediaStoreTest extends MediaStoreContract {

    @TempDir
    private Path folder;

    @Override
    MediaStore store() {
        return StoreAddress.open("file:" + folder.resolve("media"));
    }

    @Test
    void nothing_but_whole_files_stands_in_two_levels_of_folders() throws Exception {
        keepOften(store());
        try (var files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files).singleElement().satisfies(file -> {
                var hash = ContentHash.of(Files.readAllBytes(file));
                assertThat(folder.relativize(file)).isEqualTo(Path.of("media", MediaStore.path(hash)));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "s3://", "s3:bucket", "/tmp", "http://x"})
    void a_store_that_is_none_is_named_with_what_is_right(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreAddress.open(address))
                .withMessageContaining("PARLEY_MEDIA_STORE");
    }
}
