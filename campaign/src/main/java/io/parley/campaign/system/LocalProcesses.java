package io.parley.campaign.system;

import io.parley.schemas.settings.SecretSealer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Every service as a process of its own on free ports of this machine, with fresh data. The stand-in model runs beside
/// them and is never a target, since it is a witness.
public final class LocalProcesses implements Deployment {

    private static final String KAFKA = "kafka";
    private static final String POSTGRES = "postgres";

    /// What can be killed, paused and started again.
    public static final List<String> TARGETS =
            List.of(KAFKA, POSTGRES, "agent-worker", "egress-router", "ingress-ws", "ingress-webhooks");

    private static final String MODEL = "stand-in-model";
    private static final String SANDBOX = "sandbox";
    private static final String ROUTER = "egress-router";
    private static final String SECOND_ROUTER = "egress-router-2";
    private static final List<String> STORES = List.of(KAFKA, POSTGRES);
    private static final List<String> SERVICES =
            List.of("agent-worker", ROUTER, SECOND_ROUTER, "ingress-ws", "ingress-webhooks");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final String keyset = SecretSealer.newKeyset();
    private final String internalToken = UUID.randomUUID().toString();
    private final String adminToken = UUID.randomUUID().toString();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, ChildProcess> processes = new LinkedHashMap<>();
    private final Readiness readiness = new Readiness();

    /// @param folder for data and logs
    /// @param canaries tenant → marker in its prompt
    public LocalProcesses(Path folder, Map<String, String> canaries) throws IOException {
        this(folder, canaries, false);
    }

    private LocalProcesses(Path folder, Map<String, String> canaries, boolean channels) throws IOException {
        this.folder = Files.createDirectories(folder);
        var names = new ArrayList<>(STORES);
        names.addAll(SERVICES);
        names.addAll(List.of(MODEL, SANDBOX));
        var free = Ports.free(names.size()).iterator();
        names.forEach(name -> ports.put(name, free.next()));
        var tenants = folder.resolve("tenants.yml");
        TenantsFile.write(tenants, canaries, channels ? sandbox() : null);
        prepare(tenants);
        if (channels) {
            prepareChannels(tenants);
        }
    }

    /// With tenants on every channel, the providers' stand-ins, which are witnesses too, and a second egress router, so
    /// that somebody takes over what a stopped or paused one leaves.
    public static LocalProcesses withChannels(Path folder, Map<String, String> canaries) throws IOException {
        return new LocalProcesses(folder, canaries, true);
    }

    private void prepareChannels(Path tenants) {
        var environment = environment(tenants);
        add(
                SANDBOX,
                768,
                List.of(
                        "--tenants",
                        tenants.toAbsolutePath().toString(),
                        "--ingress",
                        "http://localhost:" + port("ingress-webhooks")),
                environment);
        environment.put("PARLEY_STATE_DIR", data("streams-2"));
        add(SECOND_ROUTER, ROUTER, 384, List.of(), environment);
    }

    private void prepare(Path tenants) {
        var environment = environment(tenants);
        add(KAFKA, 512, List.of("--data", data(KAFKA), "--port", port(KAFKA)), environment);
        add(POSTGRES, 96, List.of("--data", data(POSTGRES), "--port", port(POSTGRES)), environment);
        add(MODEL, 384, List.of(), environment);
        add("agent-worker", 512, List.of(), environment);
        add("egress-router", 384, List.of(), environment);
        add("ingress-ws", 512, List.of(), environment);
        add("ingress-webhooks", 256, List.of(), environment);
    }

    private void add(String name, int heap, List<String> options, Map<String, String> environment) {
        add(name, name, heap, options, environment);
    }

    private void add(String name, String service, int heap, List<String> options, Map<String, String> environment) {
        var arguments = new ArrayList<>(List.of("run", service));
        arguments.addAll(options);
        var own = new HashMap<>(environment);
        own.put("SERVER_PORT", port(name));
        own.put("PARLEY_NODE_ID", name + "-1");
        processes.put(name, new ChildProcess(name, heap, arguments, own, folder));
    }

    private Map<String, String> environment(Path tenants) {
        var settings = new HashMap<String, String>();
        settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        settings.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:" + port(POSTGRES) + "/parley");
        settings.put("SPRING_DATASOURCE_USERNAME", "parley");
        settings.put("SPRING_DATASOURCE_PASSWORD", "parley");
        settings.put("OPENAI_BASE_URL", model().resolve("/v1").toString());
        settings.put("OPENAI_API_KEY", "stand-in");
        settings.put("OPENAI_MODEL", "stand-in");
        settings.put("PARLEY_PARTITIONS", "6");
        settings.put("PARLEY_TENANTS_FILE", tenants.toAbsolutePath().toString());
        settings.put("PARLEY_STANDBY_REPLICAS", "0");
        settings.put("PARLEY_STATE_DIR", data("streams"));
        settings.put("PARLEY_SECRETS_KEYSET", keyset);
        settings.put("PARLEY_INTERNAL_TOKEN", internalToken);
        settings.put("PARLEY_ADMIN_TOKEN", adminToken);
        settings.put("TELEGRAM_API_BASE_URL", sandbox() + "/telegram");
        settings.put("WHATSAPP_GRAPH_BASE_URL", sandbox() + "/graph");
        settings.put("YCLOUD_API_BASE_URL", sandbox() + "/ycloud/v2");
        settings.put("SLACK_API_BASE_URL", sandbox() + "/slack/api");
        settings.put("TIENDANUBE_API_BASE_URL", sandbox() + "/tiendanube/v1");
        settings.put("PARLEY_PRIVATE_CALLBACKS", "true");
        settings.put("PARLEY_MEDIA_STORE", "file:" + data("media"));
        return settings;
    }

    private String data(String name) {
        return folder.resolve("data").resolve(name).toAbsolutePath().toString();
    }

    private String port(String name) {
        return String.valueOf(ports.get(name));
    }

    @Override
    public URI sockets() {
        return URI.create("ws://localhost:" + port("ingress-ws"));
    }

    /// Where the providers' stand-ins are.
    public URI sandbox() {
        return URI.create("http://localhost:" + port(SANDBOX));
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + port(KAFKA);
    }

    @Override
    public URI model() {
        return URI.create("http://localhost:" + port(MODEL));
    }

    @Override
    public List<String> targets() {
        return TARGETS;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        restart(processes.keySet());
    }

    @Override
    public void kill(Collection<String> targets) throws IOException, InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var target : targets) {
            threads.add(Thread.ofPlatform().start(() -> killOne(target)));
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    private void killOne(String target) {
        try {
            process(target).kill();
            if (target.equals(POSTGRES)) {
                var server = Postmaster.of(Path.of(data(POSTGRES)));
                if (server.isPresent()) {
                    server.get().kill();
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot kill " + target, e);
        }
    }

    @Override
    public void restart(Collection<String> targets) throws IOException, InterruptedException {
        for (var stage : List.of(List.of(KAFKA, POSTGRES, MODEL, SANDBOX), SERVICES)) {
            var wanted = stage.stream()
                    .filter(target -> targets.contains(target) && processes.containsKey(target))
                    .toList();
            for (var target : wanted) {
                process(target).start();
            }
            for (var target : wanted) {
                readiness.await(process(target), ports.getOrDefault(target, 0), SERVICES.contains(target), PATIENCE);
            }
        }
    }

    @Override
    public void pause(String target) throws IOException, InterruptedException {
        process(target).pause();
    }

    @Override
    public void resume(String target) throws IOException, InterruptedException {
        process(target).resume();
    }

    private ChildProcess process(String name) {
        var process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("there is no process " + name);
        }
        return process;
    }

    @Override
    public void close() {
        try {
            for (var process : new ArrayList<>(processes.values()).reversed()) {
                process.stop();
            }
            var left = Postmaster.of(folder);
            if (left.isPresent()) {
                left.get().kill();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a process of the campaign could not be ended", e);
        }
    }
}
