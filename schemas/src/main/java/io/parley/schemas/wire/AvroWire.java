package io.parley.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/// Avro single-object encoding of one record type: `C3 01`, the schema's CRC-64-AVRO fingerprint (8 bytes, little
/// endian), the body (Avro specification, "Single-object encoding"). Readers resolve the fingerprint among all
/// published schemas of the record. Where `PARLEY_SCHEMA_REGISTRY_URL` names a registry, the Confluent layout is
/// written
/// instead: 0, the schema's id there (4 bytes, big endian), the body; and both are read, told apart by the first byte.
/// Safe for use by many threads.
public final class AvroWire<T extends SpecificRecord> {

    private static final int HEADER_BYTES = 10;

    static {
        // Avro 1.12.2 refuses generated classes that are not trusted. Not by its system property: that counts only if
        // nobody has used Avro before.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals("io.parley.schemas.avro")));
        // A broken length must not reserve gigabytes.
        for (var limit : List.of("bytes.maxLength", "string.maxLength", "collectionItems.maxLength")) {
            System.setProperty("org.apache.avro.limits." + limit, Integer.toString(16 * 1024 * 1024));
        }
    }

    private final SpecificData data;
    private final Schema schema;
    private final byte[] singleObjectHeader;
    private final Optional<SchemaRegistry> registry;
    private final SpecificDatumWriter<T> writer;
    private final Map<Long, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

    public AvroWire(Class<T> type) {
        this(type, SchemaRegistry.configured());
    }

    AvroWire(Class<T> type, Optional<SchemaRegistry> registry) {
        this.registry = registry;
        data = SpecificData.getForClass(type);
        data.setFastReaderEnabled(true);
        schema = data.getSchema(type);
        singleObjectHeader = header(SchemaNormalization.parsingFingerprint64(schema));
        writer = new SpecificDatumWriter<>(schema, data);
        PublishedSchemas.of(schema)
                .forEach((fingerprint, written) ->
                        readers.put(fingerprint, new SpecificDatumReader<>(written, schema, data)));
    }

    public byte[] encode(T record) {
        try {
            var bytes = new ByteArrayOutputStream(512);
            bytes.write(registry.map(known -> known.header(schema)).orElse(singleObjectHeader));
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            writer.write(record, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + schema.getName(), e);
        }
    }

    /// Reads a whole record.
    ///
    /// @throws UndecodableRecord when the bytes are not a whole record of a published schema of this type
    /// @throws RegistryUnavailable when a registry is configured, the schema's id is new, and it does not answer
    public T decode(byte[] bytes) {
        if (bytes.length >= HEADER_BYTES && bytes[0] == (byte) 0xC3 && bytes[1] == 1) {
            var reader = readers.get(fingerprint(bytes));
            if (reader == null) {
                throw new UndecodableRecord(
                        "no published schema of " + schema.getName() + " has this fingerprint", null);
            }
            return read(reader, bytes, HEADER_BYTES);
        }
        if (bytes.length >= SchemaRegistry.HEADER_BYTES && bytes[0] == 0 && registry.isPresent()) {
            var written = registry.get().schema(SchemaRegistry.id(bytes));
            return read(new SpecificDatumReader<>(written, schema, data), bytes, SchemaRegistry.HEADER_BYTES);
        }
        throw new UndecodableRecord("not an Avro record with a known header", null);
    }

    private T read(SpecificDatumReader<T> reader, byte[] bytes, int from) {
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
            T record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UndecodableRecord("bytes left over after " + schema.getName(), null);
            }
            return record;
        } catch (UndecodableRecord e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Avro says with any kind of exception that bytes are no record.
            throw new UndecodableRecord("broken body of " + schema.getName(), e);
        }
    }

    private static byte[] header(long fingerprint) {
        var bytes = new byte[HEADER_BYTES];
        bytes[0] = (byte) 0xC3;
        bytes[1] = 1;
        for (int i = 0; i < 8; i++) {
            bytes[2 + i] = (byte) (fingerprint >>> (8 * i));
        }
        return bytes;
    }

    private static long fingerprint(byte[] bytes) {
        long fingerprint = 0;
        for (int i = 7; i >= 0; i--) {
            fingerprint = fingerprint << 8 | (bytes[2 + i] & 0xffL);
        }
        return fingerprint;
    }
}
