package io.parley.replay.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/// A folder of records: for each topic one Avro object container file, `<topic>.avro`, which any Avro tool reads. Its
/// records hold `key`, `partition`, `offset`, `at`, `headers` and `value`, the last with the topic's own schema in the
/// version in which it was written.
public final class FolderRecords implements Records {

    private static final String SUFFIX = ".avro";

    private final Path folder;

    public FolderRecords(Path folder) {
        this.folder = folder;
    }

    @Override
    public Recording read(Selection selection) {
        if (!Files.exists(file(Kept.JOURNAL)) && !Files.exists(file(Kept.INCOMING))) {
            throw new Unreadable("there is no recording in " + folder);
        }
        var recording = new Recording();
        Kept.all().forEach(kept -> read(kept, selection, recording));
        return recording.sorted();
    }

    private Path file(Kept<?> kept) {
        return folder.resolve(kept.topic() + SUFFIX);
    }

    private <T extends SpecificRecord> void read(Kept<T> kept, Selection selection, Recording recording) {
        var file = file(kept);
        if (!Files.exists(file)) {
            return;
        }
        var data = SpecificData.getForClass(kept.type());
        var reader = new SpecificDatumReader<GenericRecord>(schema(kept), schema(kept), data);
        try (var records = new DataFileReader<>(file.toFile(), reader)) {
            for (var record : records) {
                var logged = logged(kept, record);
                if (selection.takes(kept, logged.key(), logged.at())) {
                    recording.add(kept, logged);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Avro says with any kind of exception that bytes are no record.
            throw new Unreadable(file + " is no recording of " + kept.topic(), e);
        }
    }

    private static <T extends SpecificRecord> Logged<T> logged(Kept<T> kept, GenericRecord record) {
        var headers = new HashMap<String, String>();
        ((Map<?, ?>) record.get("headers")).forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return new Logged<>(
                record.get("key").toString(),
                kept.type().cast(record.get("value")),
                (int) record.get("partition"),
                (long) record.get("offset"),
                Instant.ofEpochMilli((long) record.get("at")),
                headers);
    }

    /// Writes a recording into the folder, which must not hold one yet.
    ///
    /// @return how many records were written
    public int write(Recording recording) {
        try {
            Files.createDirectories(folder);
            for (var kept : Kept.all()) {
                if (Files.exists(file(kept))) {
                    throw new Unreadable(folder + " holds a recording already");
                }
            }
            int written = 0;
            for (var kept : Kept.all()) {
                written += write(kept, recording);
            }
            return written;
        } catch (IOException e) {
            throw new Unreadable("can't write to " + folder + ": " + e.getMessage(), e);
        }
    }

    private <T extends SpecificRecord> int write(Kept<T> kept, Recording recording) throws IOException {
        List<Logged<T>> records = recording.of(kept);
        var schema = schema(kept);
        var data = SpecificData.getForClass(kept.type());
        try (var writer = new DataFileWriter<GenericRecord>(new SpecificDatumWriter<>(schema, data))) {
            writer.setCodec(CodecFactory.deflateCodec(9));
            writer.create(schema, file(kept).toFile());
            for (var record : records) {
                writer.append(generic(schema, record));
            }
        }
        return records.size();
    }

    private static GenericRecord generic(Schema schema, Logged<?> record) {
        var generic = new GenericData.Record(schema);
        generic.put("key", record.key());
        generic.put("partition", record.partition());
        generic.put("offset", record.offset());
        generic.put("at", record.at().toEpochMilli());
        generic.put("headers", record.headers());
        generic.put("value", record.value());
        return generic;
    }

    private static Schema schema(Kept<?> kept) {
        var value = SpecificData.getForClass(kept.type()).getSchema(kept.type());
        return SchemaBuilder.record("Logged" + value.getName())
                .namespace("io.parley.replay")
                .doc("One record of the topic " + kept.topic() + ".")
                .fields()
                .requiredString("key")
                .requiredInt("partition")
                .requiredLong("offset")
                .name("at")
                .doc("The log's time, epoch milliseconds.")
                .type()
                .longType()
                .noDefault()
                .name("headers")
                .type()
                .map()
                .values()
                .stringType()
                .noDefault()
                .name("value")
                .type(value)
                .noDefault()
                .endRecord();
    }
}
