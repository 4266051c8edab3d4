package io.parley.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AvroWireTest {

    private final AvroWire<IncomingMessage> wire = new AvroWire<>(IncomingMessage.class);

    @Test
    void what_was_written_is_read() {
        assertThat(wire.decode(wire.encode(message()))).isEqualTo(message());
    }

    @Test
    void the_bytes_are_avros_single_object_encoding() throws Exception {
        var data = SpecificData.getForClass(IncomingMessage.class);
        var theirs = new BinaryMessageEncoder<IncomingMessage>(data, IncomingMessage.getClassSchema());
        var buffer = theirs.encode(message());
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        assertThat(wire.encode(message())).isEqualTo(bytes);
    }

    @Test
    void bytes_that_are_no_record_are_undecodable_and_nothing_else() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var good = wire.encode(message());
        for (int i = 0; i < 20_000; i++) {
            var bad = Arrays.copyOf(good, random.nextInt(good.length));
            for (int j = random.nextInt(4); j > 0 && bad.length > 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            var thrown = thrownBy(bad);
            assertThat(thrown == null || thrown == UndecodableRecord.class)
                    .as("%s", thrown)
                    .isTrue();
        }
        assertThatExceptionOfType(UndecodableRecord.class).isThrownBy(() -> wire.decode(new byte[0]));
        assertThatExceptionOfType(UndecodableRecord.class)
                .isThrownBy(() -> wire.decode("{\"text\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThatExceptionOfType(UndecodableRecord.class)
                .isThrownBy(() -> wire.decode(Arrays.copyOf(good, good.length + 1)));
        assertThatExceptionOfType(UndecodableRecord.class)
                .isThrownBy(() -> wire.decode(Arrays.copyOf(good, good.length - 1)));
    }

    private @Nullable Class<?> thrownBy(byte[] bytes) {
        try {
            wire.decode(bytes);
            return null;
        } catch (RuntimeException e) {
            return e.getClass();
        }
    }

    static IncomingMessage message() {
        return IncomingMessage.newBuilder()
                .setMessageId("m-1")
                .setClientId("shoes:shoes-web:g.1")
                .setTenant("shoes")
                .setChannel("web")
                .setChannelAccount("shoes-web")
                .setKind(IncomingKind.MESSAGE)
                .setProviderEventId("c1")
                .setText("Hola, ¿tienen talla 42? 👟")
                .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .build();
    }
}
