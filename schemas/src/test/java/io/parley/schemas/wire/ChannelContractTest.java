package io.parley.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What `docs/channels/schemas` tells channels outside the JVM is what stands in the topics.
class ChannelContractTest {

    private static final Path PUBLISHED = Path.of("src/main/resources/io/parley/schemas/wire/published");
    private static final Path DOCUMENTED = Path.of("../docs/channels/schemas");
    private static final List<String> RECORDS =
            List.of("ClientAlias", "DeliveryReceipt", "IncomingMessage", "Outbound");
    private static final String ADVICE = "a schema was published: copy it with -Dparley.publish=true,"
            + " -Dtest=ChannelContractTest#publish (see schemas/README.md)";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Test
    void the_documented_schemas_are_the_published_ones() throws IOException {
        var published = files(PUBLISHED);
        var documented = files(DOCUMENTED);
        assertThat(documented.keySet()).as(ADVICE).isEqualTo(published.keySet());
        assertThat(published.keySet())
                .as(ADVICE)
                .allMatch(file -> Objects.equals(published.get(file), documented.get(file)));
    }

    @Test
    void the_documented_fingerprints_are_those_on_the_wire() throws IOException {
        assertThat(Files.readString(fingerprintsFile())).as(ADVICE).isEqualTo(fingerprints());
    }

    /// Writes what is missing; run by hand, described in schemas/README.md.
    @Test
    @EnabledIfSystemProperty(named = "parley.publish", matches = "true")
    void publish() throws IOException {
        for (var file : files(PUBLISHED).entrySet()) {
            var copy = DOCUMENTED.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
        Files.writeString(fingerprintsFile(), fingerprints());
    }

    private static Path fingerprintsFile() {
        return DOCUMENTED.resolve("fingerprints.json");
    }

    /// Of each record the versions, in their order.
    private static Map<String, String> files(Path folder) throws IOException {
        var files = new LinkedHashMap<String, String>();
        for (var record : RECORDS) {
            for (int version = 1; Files.exists(folder.resolve(record + "/" + version + ".avsc")); version++) {
                var name = record + "/" + version + ".avsc";
                files.put(name, Files.readString(folder.resolve(name)));
            }
        }
        return files;
    }

    /// File of a schema → its fingerprint, the eight bytes as they stand in a record.
    private static String fingerprints() throws IOException {
        var names = new LinkedHashMap<String, String>();
        for (var file : files(PUBLISHED).entrySet()) {
            long print = SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(file.getValue()));
            names.put(file.getKey(), "%016x".formatted(Long.reverseBytes(print)));
        }
        return JSON.writeValueAsString(names) + "\n";
    }
}
