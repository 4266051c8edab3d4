package io.parley.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WsNodeTest {

    @Test
    void a_measured_nodes_jvm_has_the_options_of_the_image() throws IOException {
        var entryPoint = Files.readAllLines(Path.of("..", "Dockerfile")).stream()
                .filter(line -> line.startsWith("ENTRYPOINT"))
                .toList();

        assertThat(entryPoint).singleElement().satisfies(line -> {
            assertThat(WsNode.PRODUCTION).allSatisfy(option -> assertThat(line).contains("\"" + option + "\""));
            assertThat(line.split("\"-X", -1)).hasSize(WsNode.PRODUCTION.size() + 1);
        });
    }
}
