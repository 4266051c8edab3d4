package io.parley.campaign.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything in one JVM, as `./parley up` starts it, and the stand-in model beside it as a witness.
public final class OneJvm implements Deployment {

    private static final String UP = "up";

    /// What can be killed, paused and started again: all at once, with its database.
    public static final List<String> TARGETS = List.of(UP);

    private static final List<Integer> DEFAULT_PORTS =
            List.of(8025, 8080, 8081, 8082, 8083, 8084, 8085, 8086, 9092, 5433);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final int offset;
    private final int modelPort;
    private final ChildProcess up;
    private final ChildProcess model;
    private final Readiness readiness = new Readiness();

    /// @param folder for data and logs
    /// @param canaries tenant → marker in its prompt
    public OneJvm(Path folder, Map<String, String> canaries) throws IOException {
        this.folder = Files.createDirectories(folder);
        offset = Ports.offset(DEFAULT_PORTS);
        modelPort = Ports.free(1).getFirst();
        var tenants = folder.resolve("tenants.yml");
        TenantsFile.write(tenants, canaries, null);
        var data = folder.resolve("data").toAbsolutePath().toString();
        var options =
                List.of(UP, "--data", data, "--port-offset", String.valueOf(offset), "--tenants", tenants.toString());
        var environment = new HashMap<>(Surroundings.DOOR);
        environment.put("OPENAI_BASE_URL", model().resolve("/v1").toString());
        environment.put("OPENAI_API_KEY", "stand-in");
        environment.put("OPENAI_MODEL", "stand-in");
        environment.put("PARLEY_PARTITIONS", "6");
        up = new ChildProcess(UP, List.of("-Xmx1024m"), options, environment, folder);
        model = new ChildProcess(
                "stand-in-model",
                List.of("-Xmx384m"),
                List.of("run", "stand-in-model"),
                Map.of("SERVER_PORT", String.valueOf(modelPort)),
                folder);
    }

    @Override
    public URI sockets() {
        return URI.create("ws://localhost:" + (8080 + offset));
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + (9092 + offset);
    }

    @Override
    public URI model() {
        return URI.create("http://localhost:" + modelPort);
    }

    @Override
    public List<String> targets() {
        return TARGETS;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        model.start();
        readiness.await(model, modelPort, false, PATIENCE);
        restart(TARGETS);
    }

    @Override
    public void kill(Collection<String> targets) throws IOException, InterruptedException {
        var server = Postmaster.of(folder);
        up.kill();
        if (server.isPresent()) {
            server.get().kill();
        }
    }

    @Override
    public void restart(Collection<String> targets) throws IOException, InterruptedException {
        up.start();
        for (int service = 0; service < 4; service++) {
            readiness.await(up, 8080 + service + offset, true, PATIENCE);
        }
    }

    @Override
    public void pause(String target) throws IOException, InterruptedException {
        up.pause();
    }

    @Override
    public void resume(String target) throws IOException, InterruptedException {
        up.resume();
    }

    @Override
    public void close() {
        try {
            up.stop();
            model.stop();
            var left = Postmaster.of(folder);
            if (left.isPresent()) {
                left.get().kill();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a process of the campaign could not be ended", e);
        }
    }
}
