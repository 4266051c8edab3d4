package io.parley.bench.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./parley up` as a child process on ports and data of its own, with the stand-in model echoing without delay.
public final class SystemUnderTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final Path folder;
    private final int portOffset;
    private final ChildProcess process;

    private SystemUnderTest(Path folder, String tenants, int portOffset, List<String> settings) throws IOException {
        this.folder = folder;
        this.portOffset = portOffset;
        var file = Files.writeString(folder.resolve("tenants.yml"), tenants);
        var flags = new ArrayList<>(
                List.of("-Xms2g", "-Xmx2g", "-XX:+UseCompactObjectHeaders", "-XX:MaxTenuringThreshold=2"));
        settings.forEach(setting -> flags.add("-D" + setting));
        this.process = ChildProcess.java(
                "up",
                flags,
                "io.parley.standalone.Parley",
                List.of(
                        "up",
                        "--data",
                        folder.resolve("data").toString(),
                        "--tenants",
                        file.toString(),
                        "--port-offset",
                        Integer.toString(portOffset)),
                Map.of(),
                folder);
    }

    /// Returns when it is ready.
    ///
    /// @param tenants a tenants file's text
    /// @param settings of the services, `name=value`, as Spring names them
    public static SystemUnderTest started(Path folder, String tenants, String... settings) throws IOException {
        var system = new SystemUnderTest(folder, tenants, freeOffset(), List.of(settings));
        for (int port : List.of(8080, 8081, 8082, 8083)) {
            system.awaitReady(port);
        }
        system.control("mode", "{\"mode\": \"echo\"}");
        system.control("pace", "{\"first_token_ms\": 0, \"first_token_max_ms\": 0, \"per_token_ms\": 0}");
        return system;
    }

    public int port(int standard) {
        return standard + portOffset;
    }

    /// The worker's Prometheus page.
    public URI workerMetrics() {
        return URI.create("http://127.0.0.1:" + port(8082) + "/actuator/prometheus");
    }

    public String bootstrap() {
        return "127.0.0.1:" + port(9092);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port(5433) + "/parley";
    }

    public ProcessHandle process() {
        return process.handle();
    }

    /// Starts a main class of this class path as another process; its output goes to a file in the folder.
    public Process java(String mainClass, List<String> flags, List<String> arguments) throws IOException {
        return ChildProcess.java(mainClass, flags, mainClass, arguments, Map.of(), folder)
                .process();
    }

    @Override
    public void close() {
        process.close();
    }

    /// Tells the stand-in model how to behave.
    ///
    /// @param what of its `/control`
    public void control(String what, String body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(8086) + "/control/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            if (!Readiness.isOk(http, request)) {
                throw new IllegalStateException("the stand-in model does not take its " + what);
            }
        }
    }

    /// What the stand-in model was asked.
    ///
    /// @param query of its `/control/calls`
    public JsonNode modelCalls(String query) throws IOException {
        var url = URI.create("http://127.0.0.1:" + port(8086) + "/control/calls?" + query)
                .toURL();
        try (var answer = url.openStream()) {
            return JsonMapper.shared().readTree(answer);
        }
    }

    private void awaitReady(int standardPort) {
        Readiness.await(URI.create("http://127.0.0.1:" + port(standardPort) + "/ready"), process, PATIENCE);
    }

    private static int freeOffset() {
        return Stream.iterate(20_000, offset -> offset + 1_000)
                .limit(30)
                .filter(offset ->
                        Stream.of(5433, 8080, 8081, 8082, 8083, 8086, 9092).allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no range of free ports"));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
