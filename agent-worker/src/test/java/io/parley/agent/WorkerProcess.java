package io.parley.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A worker in a process of its own, started by its `main`.
final class WorkerProcess implements AutoCloseable {

    private static final int LAST = 5_000;

    private final Process process;
    private final Path output;

    private WorkerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts one; returns at once.
    static WorkerProcess start(Installed installed, String... more) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                AgentWorkerApplication.class.getName()));
        command.addAll(Worker.settings(installed));
        command.addAll(List.of(more));
        try {
            var output = Files.createTempFile("worker", ".out");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            return new WorkerProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Whether it has said that it is there.
    boolean isStarted() {
        return written().contains("Started " + AgentWorkerApplication.class.getSimpleName());
    }

    /// How it ended, once it has.
    int exitValue() {
        return process.exitValue();
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// The end of what it has said.
    String output() {
        var all = written();
        return all.substring(Math.max(0, all.length() - LAST));
    }

    private String written() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
