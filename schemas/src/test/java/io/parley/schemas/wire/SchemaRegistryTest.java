package io.parley.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.schemas.avro.IncomingMessage;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {

    private final StandInRegistry server = new StandInRegistry();
    private final AvroWire<IncomingMessage> wire = wire(server.url());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void with_a_registry_the_confluent_layout_is_written_which_others_read() throws Exception {
        var bytes = wire.encode(AvroWireTest.message());

        assertThat(bytes[0]).isZero();
        var schema = new Schema.Parser().parse(server.schema(SchemaRegistry.id(bytes)));
        var decoder = DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null);
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
        assertThat(read.get("message_id").toString()).isEqualTo("m-1");
        assertThat(decoder.isEnd()).isTrue();
        assertThat(server.subjects()).containsExactly("io.parley.schemas.avro.IncomingMessage");
    }

    @Test
    void both_layouts_are_read() {
        var plain = new AvroWire<>(IncomingMessage.class, Optional.empty());

        assertThat(wire.decode(wire.encode(AvroWireTest.message()))).isEqualTo(AvroWireTest.message());
        assertThat(wire.decode(plain.encode(AvroWireTest.message()))).isEqualTo(AvroWireTest.message());
    }

    @Test
    void a_schema_is_asked_for_once_and_then_needs_no_registry() {
        var bytes = wire.encode(AvroWireTest.message());
        wire.decode(bytes);
        int calls = server.calls();

        server.close();

        assertThat(wire.decode(bytes)).isEqualTo(AvroWireTest.message());
        assertThat(wire.encode(AvroWireTest.message())).isEqualTo(bytes);
        assertThat(server.calls()).isEqualTo(calls);
    }

    @Test
    void an_id_that_nobody_knows_and_broken_bodies_are_undecodable() {
        var bytes = wire.encode(AvroWireTest.message());
        var unknown = bytes.clone();
        unknown[4] = 99;

        assertThatExceptionOfType(UndecodableRecord.class).isThrownBy(() -> wire.decode(unknown));
        assertThatExceptionOfType(UndecodableRecord.class)
                .isThrownBy(() -> wire.decode(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThatExceptionOfType(UndecodableRecord.class).isThrownBy(() -> wire.decode(new byte[] {0, 0}));
    }

    @Test
    void a_registry_out_of_reach_says_nothing_about_the_record() {
        var bytes = wire.encode(AvroWireTest.message());
        var fresh = wire(server.url());
        server.close();

        assertThatExceptionOfType(RegistryUnavailable.class).isThrownBy(() -> fresh.decode(bytes));
        assertThatExceptionOfType(RegistryUnavailable.class).isThrownBy(() -> fresh.encode(AvroWireTest.message()));
    }

    @Test
    void without_a_registry_its_layout_is_undecodable() {
        var bytes = wire.encode(AvroWireTest.message());
        var plain = new AvroWire<>(IncomingMessage.class, Optional.empty());

        assertThatExceptionOfType(UndecodableRecord.class).isThrownBy(() -> plain.decode(bytes));
    }

    private static AvroWire<IncomingMessage> wire(URI url) {
        return new AvroWire<>(IncomingMessage.class, Optional.of(new SchemaRegistry(url)));
    }
}
