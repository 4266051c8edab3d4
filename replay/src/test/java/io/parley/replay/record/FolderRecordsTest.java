package io.parley.replay.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.replay.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRecordsTest {

    @TempDir
    Path folder = Path.of(".");

    @Test
    void what_is_written_is_read_again() {
        // given
        var recording = Sample.recording();
        // when
        new FolderRecords(folder).write(recording);
        // then
        var read = new FolderRecords(folder).read(Selection.everything());
        for (var kept : Kept.all()) {
            assertThat(read.of(kept)).isEqualTo(recording.of(kept));
        }
    }

    @Test
    void any_avro_tool_can_read_it() throws IOException {
        // given
        new FolderRecords(folder).write(Sample.recording());
        // when
        var file = folder.resolve("turn-journal.avro").toFile();
        try (var records = new DataFileReader<GenericRecord>(file, new GenericDatumReader<>())) {
            // then
            var record = records.next();
            assertThat(record.get("key")).hasToString(Sample.CLIENT);
            assertThat(((GenericRecord) record.get("value")).get("turn_id")).hasToString(Sample.TURN);
        }
    }

    @Test
    void only_what_is_selected_is_read() {
        // given
        new FolderRecords(folder).write(Sample.recording());
        var selection = new Selection(
                Optional.of(Sample.CLIENT),
                Optional.empty(),
                Optional.of(Sample.at(1_000)),
                Optional.of(Sample.at(5_000)));
        // when
        var read = new FolderRecords(folder).read(selection);
        // then
        assertThat(read.clients()).containsExactly(Sample.CLIENT);
        assertThat(read.incoming())
                .extracting(record -> record.value().getMessageId())
                .containsExactly(Sample.SECOND);
        assertThat(read.settings()).hasSize(2);
    }

    @Test
    void no_secret_gets_into_what_is_shared() throws IOException {
        // when
        new FolderRecords(folder).write(Shareable.of(Sample.recording()));
        // then
        var settings = new FolderRecords(folder).read(Selection.everything()).settings();
        assertThat(settings.getFirst().value().getDocument().orElseThrow())
                .contains("You sell shoes.")
                .contains("\"bot-token\":\"\"")
                .doesNotContain("sealed");
        assertThat(Files.readString(folder.resolve("tenant-settings.avro"), StandardCharsets.ISO_8859_1))
                .doesNotContain("AAAA");
        assertThat(new FolderRecords(folder).read(Selection.everything()).incoming())
                .allSatisfy(record -> assertThat(record.value().getRaw()).isEmpty());
    }

    @Test
    void the_last_turns_come_with_what_came_since_their_first_message() {
        // when
        var last = Shareable.last(Sample.recording(), 1);
        // then
        assertThat(last.clients()).containsExactly(Sample.CLIENT);
        assertThat(last.incoming()).hasSize(3);
        assertThat(last.journal()).hasSize(1);
    }

    @Test
    void a_folder_without_a_recording_is_said_so() {
        assertThatThrownBy(() -> new FolderRecords(folder).read(Selection.everything()))
                .isInstanceOf(Records.Unreadable.class)
                .hasMessageContaining("there is no recording in");
    }

    @Test
    void a_recording_is_never_overwritten() {
        // given
        new FolderRecords(folder).write(Sample.recording());
        // then
        assertThatThrownBy(() -> new FolderRecords(folder).write(Sample.recording()))
                .hasMessageContaining("holds a recording already");
    }
}
