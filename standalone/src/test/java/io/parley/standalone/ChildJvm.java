package io.parley.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// `./parley …` without the launcher: a command in a JVM of its own, which a test may kill.
public final class ChildJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static ChildJvm start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    public static ChildJvm start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Parley.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("parley-child-", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start(), output);
    }

    /// Waits until it has printed `text`.
    public ChildJvm awaitOutput(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    if (!process.isAlive() && !output().contains(text)) {
                        throw new AssertionError("ended without saying '" + text + "': " + output());
                    }
                })
                .until(() -> output().contains(text));
        return this;
    }

    /// Fails with what it has printed when it has ended by itself.
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("ended by itself: " + output());
        }
    }

    /// Waits for its own end and returns the exit code.
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + output());
        }
        return process.exitValue();
    }

    /// `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGSTOP: it stands still, and its connections with it.
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// SIGCONT.
    public void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /// SIGTERM; returns the exit code.
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.deleteIfExists(output);
    }
}
