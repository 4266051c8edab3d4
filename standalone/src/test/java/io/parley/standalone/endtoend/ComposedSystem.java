package io.parley.standalone.endtoend;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// Every service of `docker-compose.yml` as a process of its own with the file's own command and settings; only host
/// names, ports and mounted paths are those of this machine.
final class ComposedSystem implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ComposeFile file;
    private final Map<String, String> settings;
    private final Path folder;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Deque<ChildJvm> running = new ArrayDeque<>();

    private ComposedSystem(ComposeFile file, Map<String, String> settings, Path folder) {
        this.file = file;
        this.settings = Map.copyOf(settings);
        this.folder = folder;
    }

    /// @param settings of the environment, above those of the file
    static ComposedSystem start(ComposeFile file, Map<String, String> settings, Path folder) throws IOException {
        var system = new ComposedSystem(file, settings, folder);
        try {
            system.startAll();
            return system;
        } catch (Throwable e) {
            system.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        startStore("kafka", "Kafka is ready");
        startStore("postgres", "PostgreSQL is ready");
        for (String service : file.ours()) {
            ports.put(service, FreePort.find());
        }
        for (String service : file.ours()) {
            startService(service, service, Map.of());
        }
        for (String service : file.ours()) {
            awaitReady(service);
        }
    }

    /// One more process of a service.
    ///
    /// @param name the process's own, for [#port]
    /// @param own settings above all others
    ChildJvm startAnother(String service, String name, Map<String, String> own) throws IOException {
        ports.put(name, FreePort.find());
        var process = startService(service, name, own);
        awaitReady(name);
        return process;
    }

    int port(String service) {
        return ports.get(service);
    }

    /// What all of them have said so far.
    String output() {
        return running.stream().map(ChildJvm::output).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private void startStore(String name, String readyLine) throws IOException {
        int port = FreePort.find();
        ports.put(name, port);
        var process = ChildJvm.start(
                "run", name, "--data", folder.resolve(name).toString(), "--port", Integer.toString(port));
        running.push(process);
        process.awaitOutput(readyLine);
    }

    private ChildJvm startService(String service, String name, Map<String, String> own) throws IOException {
        var environment = new HashMap<String, String>();
        file.environment(service).forEach((key, value) -> environment.put(key, here(service, value)));
        environment.putAll(settings);
        environment.putAll(own);
        environment.put("SERVER_PORT", Integer.toString(port(name)));
        environment.computeIfPresent("PARLEY_SANDBOX_MAIL_PORT", (key, value) -> Integer.toString(FreePort.find()));
        environment.put("PARLEY_STATE_DIR", folder.resolve("streams").toString());
        var process = ChildJvm.start(environment, file.command(service).toArray(String[]::new));
        running.push(process);
        return process;
    }

    private String here(String service, String value) {
        var local = value.replace("kafka:9092", "localhost:" + ports.get("kafka"))
                .replace("postgres:5432", "localhost:" + ports.get("postgres"))
                .replace("stand-in-model:8086", "localhost:" + ports.get("stand-in-model"))
                .replace("sandbox:8085", "localhost:" + ports.get("sandbox"))
                .replace("ingress-webhooks:8081", "localhost:" + ports.get("ingress-webhooks"))
                .replace("/var/lib/parley/media", folder.resolve("media").toString());
        for (var mount : file.mounts(service).entrySet()) {
            local = local.replace(mount.getKey(), mount.getValue().toString());
        }
        return local;
    }

    private void awaitReady(String service) {
        // The stand-in model has no management endpoints; it answers the OpenAI API from the start.
        var path = service.equals("stand-in-model") ? "/v1/models" : "/ready";
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port(service) + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            Awaitility.await(service)
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .failFast(this::requireAllAlive)
                    .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
        }
    }

    private void requireAllAlive() {
        running.forEach(ChildJvm::requireAlive);
    }
}
