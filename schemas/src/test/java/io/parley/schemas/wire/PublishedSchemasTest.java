package io.parley.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What was once published stays readable, in both directions, for ever.
class PublishedSchemasTest {

    private static final Path PUBLISHED = Path.of("src/main/resources/io/parley/schemas/wire/published");

    @ParameterizedTest
    @MethodSource("io.parley.schemas.wire.Records#all")
    void the_current_schema_is_the_last_published_version(Class<? extends SpecificRecord> record) throws IOException {
        var versions = published(record);
        assertThat(versions)
                .as("published versions of %s", record.getSimpleName())
                .isNotEmpty();
        assertThat(versions.getLast())
                .as("%s has changed: publish its next version (see schemas/README.md)", record.getSimpleName())
                .isEqualTo(current(record));
    }

    @ParameterizedTest
    @MethodSource("io.parley.schemas.wire.Records#all")
    void every_version_reads_every_other(Class<? extends SpecificRecord> record) throws Exception {
        var versions = published(record);
        for (var version : versions) {
            validate(version, versions);
        }
        validate(current(record), versions);
    }

    @ParameterizedTest
    @MethodSource("io.parley.schemas.wire.Records#all")
    <T extends SpecificRecord> void bytes_of_every_version_are_read(Class<T> record) throws IOException {
        var wire = new AvroWire<>(record);
        for (var version : published(record)) {
            for (var datum : new RandomData(version, 50, 7L)) {
                var read = wire.decode(bytes(version, datum));
                assertThat(wire.decode(wire.encode(read))).isEqualTo(read);
            }
        }
    }

    @Test
    void the_check_refuses_what_breaks_a_reader() throws Exception {
        var old = record().requiredString("id").optionalString("note").endRecord();
        var lacksDefault = record().requiredString("id").requiredString("note").endRecord();
        var removedRequired = record().optionalString("note").endRecord();
        var fine = record().requiredString("id")
                .optionalString("note")
                .optionalString("more")
                .endRecord();

        validate(fine, List.of(old));
        assertThatExceptionOfType(SchemaValidationException.class)
                .isThrownBy(() -> validate(lacksDefault, List.of(old)));
        assertThatExceptionOfType(SchemaValidationException.class)
                .isThrownBy(() -> validate(removedRequired, List.of(old)));
    }

    /// Writes what is missing; run by hand, described in schemas/README.md.
    @Test
    @EnabledIfSystemProperty(named = "parley.publish", matches = "true")
    void publish() throws Exception {
        for (var record : Records.ALL) {
            var current = current(record);
            var versions = published(record);
            if (versions.isEmpty() || !versions.getLast().equals(current)) {
                validate(current, versions);
                var file = folder(record).resolve(versions.size() + 1 + ".avsc");
                Files.createDirectories(file.getParent());
                Files.writeString(file, SchemaFormatter.format("json/pretty", current) + "\n");
            }
        }
    }

    /// As written in src/main/avro, without what the generator adds for Java.
    private static Schema current(Class<? extends SpecificRecord> record) {
        var json = Records.schema(record).toString();
        return new Schema.Parser()
                .parse(json.replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                        .replace(",\"avro.java.string\":\"String\"", ""));
    }

    private static void validate(Schema schema, List<Schema> others) throws SchemaValidationException {
        new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(schema, others);
    }

    private static List<Schema> published(Class<? extends SpecificRecord> record) throws IOException {
        var versions = new ArrayList<Schema>();
        for (int number = 1; Files.exists(folder(record).resolve(number + ".avsc")); number++) {
            versions.add(
                    new Schema.Parser().parse(Files.readString(folder(record).resolve(number + ".avsc"))));
        }
        return versions;
    }

    private static Path folder(Class<? extends SpecificRecord> record) {
        return PUBLISHED.resolve(record.getSimpleName());
    }

    private static byte[] bytes(Schema schema, Object datum) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0xC3, 1});
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        for (int i = 0; i < 8; i++) {
            bytes.write((int) (fingerprint >>> (8 * i)));
        }
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema, GenericData.get()).write(datum, encoder);
        return bytes.toByteArray();
    }

    private static SchemaBuilder.FieldAssembler<Schema> record() {
        return SchemaBuilder.record("Sample").fields();
    }
}
