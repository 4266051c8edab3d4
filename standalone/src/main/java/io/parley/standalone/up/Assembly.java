package io.parley.standalone.up;

import io.parley.sandbox.Sandbox;
import io.parley.schemas.settings.SecretSealer;
import io.parley.standalone.imports.TenantApi;
import io.parley.standalone.kafka.KafkaBroker;
import io.parley.standalone.model.StandInModel;
import io.parley.standalone.postgres.PostgresServer;
import io.parley.standalone.process.Console;
import io.parley.standalone.process.Failure;
import io.parley.standalone.process.Reason;
import io.parley.standalone.process.Running;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Puts everything together: first broker, database, model and sandbox, then the services, each group at the same time.
final class Assembly {

    private static final String SAMPLE_TENANTS = "/parley/tenants.yml";
    private static final String QUICK_START_PARTITIONS = "6";
    private static final String SANDBOX_URL = "PARLEY_SANDBOX_URL";
    private static final Map<String, String> STAND_INS = Map.of(
            "TELEGRAM_API_BASE_URL", "/telegram",
            "WHATSAPP_GRAPH_BASE_URL", "/graph",
            "YCLOUD_API_BASE_URL", "/ycloud/v2",
            "SLACK_API_BASE_URL", "/slack/api",
            "TIENDANUBE_API_BASE_URL", "/tiendanube/v1");
    private static final Duration READY = Duration.ofMinutes(3);

    private final DataFolder folder;
    private final Ports ports;
    private final Map<String, String> environment;
    private final @Nullable Path tenants;

    Assembly(DataFolder folder, Ports ports, Map<String, String> environment, @Nullable Path tenants) {
        this.folder = folder;
        this.ports = ports;
        this.environment = environment;
        this.tenants = tenants;
    }

    /// Returns when all is ready and the addresses are printed.
    ///
    /// @throws Failure when a part does not start
    void start(Running running, Console console) throws IOException, InterruptedException {
        KafkaBroker.onFatalError(code ->
                running.fail("Kafka cannot go on (is the disk of " + folder.path("kafka") + " full?), see the log"));
        Path accounts = tenantsFile();
        inParallel(List.of(
                () -> startKafka(running, console),
                () -> startPostgres(running, console),
                () -> startModel(running, console),
                () -> startSandbox(accounts, running, console)));
        Services.Secrets secrets = secrets();
        Services services = new Services(ports, secrets, others(), accounts, folder.path("streams"));
        inParallel(services.all().stream()
                .<Callable<?>>map(service -> () -> startService(service, running, console))
                .toList());
        importSamples(secrets, console);
        console.progress("ready");
        Welcome.print(console, ports, secrets, folder.path(""), usesStandIn());
    }

    private boolean usesStandIn() {
        return !environment.containsKey("OPENAI_BASE_URL");
    }

    private boolean catchesMail() {
        return !environment.containsKey("SPRING_MAIL_HOST");
    }

    private Object startKafka(Running running, Console console) {
        KafkaBroker broker = KafkaBroker.start(folder.path("kafka"), ports.kafka());
        running.add(Rank.BROKER, "Kafka", broker);
        console.progress("Kafka at " + broker.bootstrapServers());
        return broker;
    }

    static PostgresServer.Settings database(DataFolder folder, Ports ports) {
        return PostgresServer.Settings.local(
                folder.path("postgres", "data"), folder.path("binaries"), ports.postgres());
    }

    private Object startPostgres(Running running, Console console) throws IOException {
        PostgresServer server = PostgresServer.start(database(folder, ports));
        running.add(Rank.DATABASE, "PostgreSQL", server);
        console.progress("PostgreSQL at localhost:" + ports.postgres());
        return server;
    }

    private Object startModel(Running running, Console console) {
        if (!usesStandIn()) {
            console.progress("model at " + environment.get("OPENAI_BASE_URL"));
            return this;
        }
        StandInModel model = StandInModel.start(ports.model());
        running.add(Rank.MODEL, "stand-in model", model);
        console.progress("stand-in model at " + model.baseUrl());
        return model;
    }

    private Object startSandbox(Path accounts, Running running, Console console) {
        Sandbox sandbox = Sandbox.start(new Sandbox.Options(
                "localhost",
                ports.sandbox(),
                catchesMail() ? OptionalInt.of(ports.mail()) : OptionalInt.empty(),
                accounts,
                withSandbox(),
                List.of(URI.create("http://localhost:" + ports.webhooks())),
                Sandbox.Options.RECORDS,
                Clock.systemUTC()));
        running.add(Rank.SANDBOX, "sandbox", sandbox);
        console.progress("sandbox at " + sandbox.url());
        return sandbox;
    }

    private String sandboxUrl() {
        return environment.getOrDefault(SANDBOX_URL, "http://localhost:" + ports.sandbox());
    }

    private Map<String, String> withSandbox() {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(SANDBOX_URL, sandboxUrl());
        return all;
    }

    private static Object startService(Service service, Running running, Console console) throws InterruptedException {
        running.add(service.rank(), service.name(), service.run());
        new Readiness(service.name(), service.port()).await(READY);
        console.progress(service.name() + " at http://localhost:" + service.port());
        return service;
    }

    private void importSamples(Services.Secrets secrets, Console console) throws IOException, InterruptedException {
        if (tenants == null) {
            try (TenantApi api =
                    new TenantApi(URI.create("http://localhost:" + ports.worker()), secrets.adminToken())) {
                if (new SampleData(folder.path("sample-data"), sandboxUrl()).importInto(api)) {
                    console.progress("products, orders and documents of the sample tenants imported");
                }
            }
        }
    }

    private Services.Secrets secrets() throws IOException {
        return new Services.Secrets(
                secret("PARLEY_ADMIN_TOKEN", "admin-token"),
                secret("PARLEY_INTERNAL_TOKEN", "internal-token"),
                Optional.ofNullable(environment.get("PARLEY_SECRETS_KEYSET"))
                        .orElse(folder.secret("keyset.json", SecretSealer::newKeyset)));
    }

    private String secret(String variable, String file) throws IOException {
        String given = environment.get(variable);
        return given != null && !given.isBlank() ? given : folder.secret(file, Assembly::token);
    }

    private static String token() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Map<String, String> others() {
        String database = "jdbc:postgresql://localhost:" + ports.postgres() + "/parley";
        Map<String, String> others = new LinkedHashMap<>();
        others.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:" + ports.kafka());
        others.put("spring.kafka.bootstrap-servers", "localhost:" + ports.kafka());
        others.put("SPRING_DATASOURCE_URL", database);
        others.put("SPRING_DATASOURCE_USERNAME", "parley");
        others.put("SPRING_DATASOURCE_PASSWORD", "parley");
        others.put("PARLEY_PARTITIONS", environment.getOrDefault("PARLEY_PARTITIONS", QUICK_START_PARTITIONS));
        others.put(SANDBOX_URL, sandboxUrl());
        others.put(
                "PARLEY_MEDIA_STORE", environment.getOrDefault("PARLEY_MEDIA_STORE", "file:" + folder.path("media")));
        others.put("parley.private-callbacks", "true"); // the sandbox's callback is on this machine
        others.put("parley.agent.mcp.allow-private", "true"); // so may be the servers that are tried out
        others.put("parley.door.private-jwks", "true"); // and a login
        others.put("parley.turns-url", "http://localhost:" + ports.worker());
        STAND_INS.forEach(
                (variable, path) -> others.put(variable, environment.getOrDefault(variable, sandboxUrl() + path)));
        if (catchesMail()) {
            others.put("spring.mail.host", "localhost");
            others.put("spring.mail.port", String.valueOf(ports.mail()));
        }
        if (usesStandIn()) {
            others.put("OPENAI_BASE_URL", "http://localhost:" + ports.model() + "/v1");
            others.put("OPENAI_API_KEY", "stand-in");
            others.put("OPENAI_MODEL", "stand-in");
            others.put("OPENAI_TRANSCRIPTION_MODEL", "stand-in");
        }
        return others;
    }

    private Path tenantsFile() throws IOException {
        if (tenants != null) {
            return tenants.toAbsolutePath();
        }
        Path sample = folder.path("sample-tenants.yml");
        try (InputStream in = Assembly.class.getResourceAsStream(SAMPLE_TENANTS)) {
            if (in == null) {
                throw new Failure("the sample tenants are missing in this build");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(sample, text);
        }
        return sample;
    }

    private static void inParallel(List<Callable<?>> starts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(
                starts.size(),
                Thread.ofPlatform().name("parley-start-", 0).daemon().factory());
        try {
            ExecutorCompletionService<Object> ended = new ExecutorCompletionService<>(threads);
            starts.forEach(start -> ended.submit(start::call));
            for (int i = 0; i < starts.size(); i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw new Failure(Reason.of(e), e);
        } finally {
            threads.shutdown();
        }
    }
}
