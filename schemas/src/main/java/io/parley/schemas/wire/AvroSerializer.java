package io.parley.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Kafka's view of [AvroWire]: writes one record type; null stays null.
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private final AvroWire<T> wire;

    public AvroSerializer(Class<T> type) {
        wire = new AvroWire<>(type);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        return record == null ? null : wire.encode(record);
    }
}
