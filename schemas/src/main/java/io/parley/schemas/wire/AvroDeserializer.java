package io.parley.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Kafka's view of [AvroWire]: reads one record type; null stays null, anything else that is no such record throws
/// [UndecodableRecord].
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final AvroWire<T> wire;

    public AvroDeserializer(Class<T> type) {
        wire = new AvroWire<>(type);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : wire.decode(bytes);
    }
}
