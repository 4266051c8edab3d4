package io.parley.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.replay.record.FolderRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReplayTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of(".");

    @BeforeEach
    void record() {
        new FolderRecords(folder.resolve("all")).write(Sample.recording());
    }

    private int run(String... arguments) {
        return Replay.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String all() {
        return folder.resolve("all").toString();
    }

    @Test
    void a_part_of_an_id_is_enough() {
        // when
        int code = run("timeline", "telegram:7", "--from", all(), "--json");
        // then
        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .hasSize(14)
                .allSatisfy(line -> assertThat(JsonMapper.shared()
                                .readTree(line)
                                .path("client_id")
                                .asString(""))
                        .isEqualTo(Sample.CLIENT));
    }

    @Test
    void a_part_that_fits_several_lists_them() {
        assertThat(run("timeline", "shoes", "--from", all())).isEqualTo(2);
        assertThat(err.toString()).contains("fits 2 clients", Sample.CLIENT, Sample.OTHER);
    }

    @Test
    void a_part_that_fits_nobody_is_wrong_use() {
        assertThat(run("timeline", "boots", "--from", all())).isEqualTo(2);
        assertThat(err.toString()).contains("no client's id contains 'boots'");
    }

    @Test
    void a_folder_that_is_none_has_failed() {
        assertThat(run("timeline", "shoes", "--from", folder.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void no_kafka_is_one_line() {
        assertThat(run("timeline", Sample.CLIENT, "--kafka", "localhost:1")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("no Kafka can be read at localhost:1");
    }

    @Test
    void a_recording_is_copied_for_one_client() {
        // given
        var to = folder.resolve("copy").toString();
        // when
        int code = run("record", "--from", all(), "--client", "telegram:7", "--to", to, "--json");
        // then
        assertThat(code).isZero();
        var said = JsonMapper.shared().readTree(out.toString());
        assertThat(said.path("turns").asInt(0)).isEqualTo(1);
        assertThat(said.path("clients").asInt(0)).isEqualTo(1);
        assertThat(run("timeline", Sample.CLIENT, "--from", to)).isZero();
    }

    @Test
    void a_time_may_be_how_long_ago() {
        assertThat(run("timeline", Sample.CLIENT, "--from", all(), "--until", "2h"))
                .isZero();
        assertThat(run("timeline", Sample.CLIENT, "--from", all(), "--until", "yesterday"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'yesterday' is no time");
    }
}
