package io.parley.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the database has committed survives its stop and the death of everything.
class PostgresServerIT {

    private final int port = FreePort.find();
    private final String url = "jdbc:postgresql://localhost:" + port + "/parley";

    @TempDir
    static Path binaries;

    @TempDir
    Path directory;

    @Test
    void committed_rows_survive_a_stop_and_a_kill_of_the_jvm() throws Exception {
        // given
        try (PostgresServer server = PostgresServer.start(settings())) {
            assertThat(server.jdbcUrl()).isEqualTo(url);
            execute("CREATE TABLE words (word text)");
            execute("INSERT INTO words VALUES ('one')");
        }

        // when
        try (ChildJvm child = run()) {
            execute("INSERT INTO words VALUES ('two')");
            child.kill();
        }

        // then
        try (ChildJvm child = run()) {
            assertThat(query("SELECT string_agg(word, ' ' ORDER BY word) FROM words"))
                    .isEqualTo("one two");
            assertThat(child.stop()).isZero();
        }
        assertThatThrownBy(() -> query("SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void commits_are_flushed_and_the_role_is_bound_by_row_level_security() throws Exception {
        try (PostgresServer server = PostgresServer.start(settings())) {
            assertThat(query("SHOW fsync")).isEqualTo("on");
            assertThat(query("SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "postgres", "")
                            .close())
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "parley", "wrong")
                            .close())
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void data_of_another_version_are_left_alone() throws Exception {
        // given
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "12\n");

        // then
        assertThatThrownBy(() -> PostgresServer.start(settings()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds data of PostgreSQL 12, this is PostgreSQL 18");
    }

    private PostgresServer.Settings settings() {
        return PostgresServer.Settings.local(directory.resolve("data"), binaries, port);
    }

    private ChildJvm run() throws IOException {
        return ChildJvm.start("run", "postgres", "--data", directory.toString(), "--port", String.valueOf(port))
                .awaitOutput("PostgreSQL is ready");
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "parley", "parley");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private String query(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "parley", "parley");
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(statement)) {
            row.next();
            return row.getString(1);
        }
    }
}
