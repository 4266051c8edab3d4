package io.parley.campaign.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Every service as a process of its own on free ports of this machine, with fresh data. The stand-ins run beside them
/// and are never a target, since they are witnesses.
public final class LocalProcesses implements Deployment {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final Layout layout;
    private final Surroundings surroundings;
    private final Map<String, ChildProcess> processes = new LinkedHashMap<>();
    private final Map<String, BrokerRelay> relays = new LinkedHashMap<>();
    private final Readiness readiness = new Readiness();
    private final AtomicInteger visitors = new AtomicInteger();

    /// One process of each service.
    ///
    /// @param folder for data and logs
    /// @param canaries tenant → marker in its prompt
    public LocalProcesses(Path folder, Map<String, String> canaries) throws IOException {
        this(folder, canaries, Layout.SINGLE);
    }

    public LocalProcesses(Path folder, Map<String, String> canaries, Layout layout) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.layout = layout;
        surroundings = new Surroundings(folder, layout);
        TenantsFile.write(surroundings.tenants(), canaries, layout.channels() ? sandbox() : null);
        prepareStores();
        add(Layout.MODEL, Layout.MODEL, 384);
        add(Layout.WORKER, Layout.WORKER, 512);
        for (var router : layout.routerNames()) {
            add(router, Layout.ROUTER, 384);
        }
        for (var node : layout.nodeNames()) {
            prepareNode(node);
        }
        add(Layout.WEBHOOKS, Layout.WEBHOOKS, 256);
        if (layout.channels()) {
            var tenants = surroundings.tenants().toString();
            var ingress = "http://localhost:" + surroundings.port(Layout.WEBHOOKS);
            add(Layout.SANDBOX, Layout.SANDBOX, 768, "--tenants", tenants, "--ingress", ingress);
        }
    }

    private void prepareStores() {
        for (var store : Layout.STORES) {
            int heap = store.equals(Layout.KAFKA) ? 512 : 96;
            var data = surroundings.data(store).toString();
            add(store, store, heap, "--data", data, "--port", surroundings.portText(store));
        }
    }

    /// The only node has the broker to itself; of several, each has a relay.
    private void prepareNode(String node) throws IOException {
        if (layout.nodes() == 1) {
            add(node, Layout.NODE, 512);
            return;
        }
        var relay = new BrokerRelay(relays.size() + 1, surroundings.port(Layout.KAFKA));
        relays.put(node, relay);
        var jvm = List.of("-Xmx512m", "-Djdk.net.hosts.file=" + relay.hosts(folder));
        add(node, jvm, List.of("run", Layout.NODE));
    }

    private void add(String name, String service, int heapMegabytes, String... options) {
        var arguments = new ArrayList<>(List.of("run", service));
        arguments.addAll(List.of(options));
        add(name, List.of("-Xmx" + heapMegabytes + "m"), arguments);
    }

    private void add(String name, List<String> jvm, List<String> arguments) {
        processes.put(name, new ChildProcess(name, jvm, arguments, surroundings.of(name), folder));
    }

    /// Another node each time.
    @Override
    public URI sockets() {
        var nodes = layout.nodeNames();
        var node = nodes.get(Math.floorMod(visitors.getAndIncrement(), nodes.size()));
        return URI.create("ws://localhost:" + surroundings.port(node));
    }

    /// Where the providers' stand-ins are.
    public URI sandbox() {
        return surroundings.sandbox();
    }

    @Override
    public String bootstrapServers() {
        return surroundings.bootstrapServers();
    }

    @Override
    public URI model() {
        return surroundings.model();
    }

    @Override
    public List<String> targets() {
        return layout.targets();
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
            if (target.equals(Layout.POSTGRES)) {
                var server = Postmaster.of(surroundings.data(target));
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
        var services = layout.services();
        var first = processes.keySet().stream()
                .filter(name -> !services.contains(name))
                .toList();
        for (var stage : List.of(first, services)) {
            var wanted = stage.stream()
                    .filter(target -> targets.contains(target) && processes.containsKey(target))
                    .toList();
            for (var target : wanted) {
                process(target).start();
            }
            for (var target : wanted) {
                readiness.await(process(target), surroundings.port(target), services.contains(target), PATIENCE);
            }
        }
    }

    @Override
    public void stop(String target) throws InterruptedException {
        process(target).stop();
    }

    @Override
    public void pause(String target) throws IOException, InterruptedException {
        process(target).pause();
    }

    @Override
    public void resume(String target) throws IOException, InterruptedException {
        process(target).resume();
    }

    @Override
    public void cut(String target) {
        relay(target).cut();
    }

    @Override
    public void mend(String target) {
        relay(target).mend();
    }

    @Override
    public void forget(String target) throws IOException {
        var data = surroundings.data(target);
        if (Files.exists(data)) {
            try (var files = Files.walk(data)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private ChildProcess process(String name) {
        var process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("there is no process " + name);
        }
        return process;
    }

    private BrokerRelay relay(String name) {
        var relay = relays.get(name);
        if (relay == null) {
            throw new IllegalArgumentException("there is no relay before " + name);
        }
        return relay;
    }

    @Override
    public void close() {
        try {
            for (var relay : relays.values()) {
                relay.mend();
            }
            for (var process : new ArrayList<>(processes.values()).reversed()) {
                process.stop();
            }
            for (var relay : relays.values()) {
                relay.close();
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
