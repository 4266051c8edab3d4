package io.parley.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.Ids;
import io.parley.schemas.topics.Topic;
import io.parley.schemas.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `docs/channels` says is what is.
class PublishedContractTest {

    private static final Path DOCS = Path.of("../docs/channels");

    @Test
    void every_reference_of_the_asyncapi_document_leads_somewhere() throws IOException {
        var document = document();
        assertThat(references(document)).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#/")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(DOCS.resolve(reference)).isRegularFile();
            }
        });
    }

    @Test
    void it_names_the_newest_schema_of_each_record() throws IOException {
        for (var reference : references(document())) {
            if (!reference.startsWith("#/")) {
                var file = DOCS.resolve(reference);
                try (var versions = Files.list(Objects.requireNonNull(file.getParent()))) {
                    assertThat(file).hasFileName(versions.count() + ".avsc");
                }
            }
        }
    }

    @Test
    void its_topics_are_the_installations() throws IOException {
        var topics = Topics.all(List.of("node")).stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        assertThat(document().path("channels")).isNotEmpty().allSatisfy(channel -> {
            var name = channel.path("address").stringValue().replace("{kind}", "node");
            assertThat(topics).containsKey(name);
            var has = Objects.requireNonNull(topics.get(name)).configuration();
            var said = channel.at("/bindings/kafka/topicConfiguration");
            assertThat(said.properties())
                    .isNotEmpty()
                    .allSatisfy(setting ->
                            assertThat(has).as(name).containsEntry(setting.getKey(), text(setting.getValue())));
        });
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.path(0).asString() : value.asString();
    }

    @Test
    void the_example_of_an_id_is_right() throws IOException {
        assertThat(Files.readString(DOCS.resolve("README.md")))
                .contains("`" + Ids.messageId("shoes:shoes-node:ana", "MESSAGE", "42") + "`");
    }

    @Test
    void the_count_of_lines_is_that_of_the_command() throws Exception {
        var command = new ProcessBuilder("../parley", "channel-lines").start();
        var table = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).isZero();
        assertThat(Files.readString(DOCS.resolve("README.md")))
                .as("run ./parley channel-lines --write")
                .contains("<!-- channel-lines -->\n" + table + "<!-- end of channel-lines -->");
    }

    private static JsonNode document() throws IOException {
        return new JsonMapper().valueToTree(new Yaml().load(Files.readString(DOCS.resolve("asyncapi.yml"))));
    }

    private static List<String> references(JsonNode document) {
        return document.findValues("$ref").stream().map(JsonNode::stringValue).toList();
    }
}
