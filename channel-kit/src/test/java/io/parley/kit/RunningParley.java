package io.parley.kit;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// Everything in one JVM, as `./parley up` starts it: a real broker, a real database, the services, the stand-ins.
final class RunningParley implements AutoCloseable {

    private static final int[] PORTS = {8025, 8080, 8081, 8082, 8083, 8085, 8086, 9092, 5433};

    private final ChildProcess process;
    private final int offset;

    private RunningParley(ChildProcess process, int offset) {
        this.process = process;
        this.offset = offset;
    }

    /// @param folder for its data
    /// @param tenants the tenants file's text
    static RunningParley start(Path folder, String tenants, Map<String, String> environment) throws IOException {
        var file = Files.writeString(folder.resolve("tenants.yml"), tenants);
        int offset = freeOffset();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.parley.standalone.Parley",
                "up",
                "--data",
                folder.resolve("data").toString(),
                "--tenants",
                file.toString(),
                "--port-offset",
                String.valueOf(offset));
        var process = ChildProcess.start(command, environment, new File("."), "Stop: Ctrl-C");
        return new RunningParley(process, offset);
    }

    String kafka() {
        return "localhost:" + (9092 + offset);
    }

    URI ingress() {
        return URI.create("http://localhost:" + (8081 + offset));
    }

    URI sandbox() {
        return URI.create("http://localhost:" + (8085 + offset));
    }

    @Override
    public void close() {
        process.close();
    }

    private static int freeOffset() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(2_000, 22_000))
                .filter(offset -> IntStream.of(PORTS).allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
