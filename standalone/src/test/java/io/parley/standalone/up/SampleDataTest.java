package io.parley.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleDataTest {

    private static final Path FOLDER = Path.of("src", "main", "resources");

    @Test
    void every_file_of_the_sample_tenants_is_imported() throws IOException {
        List<String> files;
        try (var all = Files.walk(FOLDER.resolve("parley"), 3)) {
            files = all.filter(Files::isRegularFile)
                    .map(path -> FOLDER.resolve("parley").relativize(path))
                    .filter(path -> path.getNameCount() > 1)
                    .map(Path::toString)
                    .toList();
        }
        assertThat(SampleData.SAMPLES).extracting(SampleData.Sample::file).containsExactlyInAnyOrderElementsOf(files);
    }
}
