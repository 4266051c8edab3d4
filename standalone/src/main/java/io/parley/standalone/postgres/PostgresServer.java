package io.parley.standalone.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A real PostgreSQL 18 as a process beside this JVM, on a data directory of its own.
///
/// It holds the database `parley`, owned by the role `parley`, which is no superuser, so that row-level security binds
/// it; nobody can connect as superuser. Commits are flushed to disk before they are acknowledged. A server that a
/// killed JVM has left behind is stopped cleanly and started anew by the next [#start] on the same directory.
public final class PostgresServer implements AutoCloseable {

    private static final String MAJOR_VERSION = "18";
    private static final Duration START = Duration.ofSeconds(20);
    private static final String ACCESS = """
            # Only Parley's own role comes in, and only with its password.
            host parley parley all scram-sha-256
            """;

    private final Unprivileged programs;
    private final Path home;
    private final Path data;
    private final Settings settings;

    private PostgresServer(Unprivileged programs, Path home, Path data, Settings settings) {
        this.programs = programs;
        this.home = home;
        this.data = data;
        this.settings = settings;
    }

    /// Where and how the server runs. The `password` of the role `parley` counts when the data directory is created.
    ///
    /// @param directory holds the data
    /// @param binaries  holds the unpacked programs, which several servers may share
    /// @param host      the addresses to listen on, as in `listen_addresses`
    public record Settings(Path directory, Path binaries, String host, int port, String password) {

        /// A server that only this machine reaches, with the role's password `parley`.
        public static Settings local(Path directory, Path binaries, int port) {
            return new Settings(directory, binaries, "localhost", port, "parley");
        }
    }

    /// Starts the server, after creating its database if the directory is new. Returns when clients can connect.
    public static PostgresServer start(Settings settings) throws IOException {
        PostgresServer server = of(settings);
        server.create();
        server.refuseOtherVersion();
        server.stopLeftOver();
        server.configure();
        server.start();
        return server;
    }

    /// Stops the server that a killed JVM has left running on this directory, if there is one.
    public static void stopLeftOver(Settings settings) throws IOException {
        if (Files.exists(settings.directory().resolve("postmaster.pid"))) {
            of(settings).stopLeftOver();
        }
    }

    private static PostgresServer of(Settings settings) throws IOException {
        Path home = PostgresBinaries.unpack(settings.binaries().toAbsolutePath());
        return new PostgresServer(
                Unprivileged.detect(), home, settings.directory().toAbsolutePath(), settings);
    }

    /// For a PostgreSQL driver; user and (by default) password are `parley`.
    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + settings.port() + "/parley";
    }

    /// Stops the server, with a checkpoint, after cutting off its clients.
    @Override
    public void close() throws IOException {
        control("stop", "-m", "fast", "-t", "60").orThrow("PostgreSQL did not stop");
    }

    private void create() throws IOException {
        if (Files.exists(data)) {
            programs.own(data);
            return;
        }
        Path unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
        remove(unfinished);
        Files.createDirectories(unfinished);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
        programs.own(unfinished);
        call(
                        "initdb",
                        "-D",
                        unfinished.toString(),
                        "-U",
                        "postgres",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--auth=trust",
                        "--no-instructions")
                .orThrow("PostgreSQL could not create its files in " + data);
        createDatabase(unfinished);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void createDatabase(Path directory) throws IOException {
        String statements = """
                CREATE ROLE parley LOGIN PASSWORD '%s'
                CREATE DATABASE parley OWNER parley
                """.formatted(settings.password().replace("'", "''"));
        programs.call(List.of(program("postgres"), "--single", "-D", directory.toString(), "postgres"), statements)
                .orThrow("PostgreSQL could not create the database");
    }

    private void refuseOtherVersion() throws IOException {
        String version = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new IOException(
                    "%s holds data of PostgreSQL %s, this is PostgreSQL %s".formatted(data, version, MAJOR_VERSION));
        }
    }

    private void stopLeftOver() throws IOException {
        if (control("status").succeeded()) {
            close();
        }
    }

    private void configure() throws IOException {
        String configuration = """
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                max_connections = 200
                shared_buffers = 128MB
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                password_encryption = scram-sha-256
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%%m [%%p] '
                """.formatted(settings.host(), settings.port());
        Files.writeString(data.resolve("postgresql.conf"), configuration);
        Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
    }

    /// Tries again for a while: after the server itself was killed, its last processes live on for some 100 ms and keep
    /// its memory.
    private void start() throws IOException {
        Path log = data.resolve("server.log");
        long deadline = System.nanoTime() + START.toNanos();
        Files.deleteIfExists(log);
        while (!control("start", "-l", log.toString(), "-t", "60").succeeded()) {
            String said = Files.exists(log) ? Files.readString(log).strip() : "";
            if (!said.contains("shared memory block") || System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL did not start: " + said);
            }
            Files.deleteIfExists(log);
        }
    }

    private Unprivileged.Result control(String action, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(action, "-w", "-D", data.toString()));
        arguments.addAll(List.of(options));
        return call("pg_ctl", arguments.toArray(String[]::new));
    }

    private Unprivileged.Result call(String program, String... arguments) throws IOException {
        return programs.call(
                Stream.concat(Stream.of(program(program)), Stream.of(arguments)).toList(), "");
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
