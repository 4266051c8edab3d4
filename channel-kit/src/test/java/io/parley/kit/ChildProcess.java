package io.parley.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// A process that a test has started, may kill, and leaves none of behind.
final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Returns when it has printed `sign`.
    static ChildProcess start(List<String> command, Map<String, String> environment, File directory, String sign)
            throws IOException {
        var output = Files.createTempFile("kit-child-", ".out");
        var builder = new ProcessBuilder(command)
                .directory(directory)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var child = new ChildProcess(builder.start(), output);
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast(() -> {
                    if (!child.process.isAlive() && !child.output().contains(sign)) {
                        throw new AssertionError("ended without saying '" + sign + "': " + child.output());
                    }
                })
                .until(() -> child.output().contains(sign));
        return child;
    }

    /// Runs to its end.
    static int run(List<String> command, File directory) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(directory)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
