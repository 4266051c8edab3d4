package io.parley.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Strict imitations of the providers, as `docs/sandbox.md` describes them, in one HTTP server. They know the accounts
/// of the tenants file and nothing else of Parley.
public final class Sandbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration LAST_ANSWER = Duration.ofMillis(200);
    private static final int BACKLOG = 10_000;

    private final Server server;
    private final ServerConnector connector;
    private final World world;
    private final Mails mails;

    /// How a sandbox is started.
    ///
    /// @param port 0 takes any free one
    /// @param mailPort where the mail server listens, 0 for any free one; empty for no mail server
    /// @param tenants the tenants file, read again when it changes
    /// @param environment what `${NAME:default}` in it refers to
    /// @param ingress the nodes of ingress-webhooks, which are posted to in turn
    /// @param records how many calls and how many webhooks are remembered
    public record Options(
            String host,
            int port,
            OptionalInt mailPort,
            Path tenants,
            Map<String, String> environment,
            List<URI> ingress,
            int records,
            Clock clock) {

        public static final int RECORDS = 200_000;

        /// Without a mail server.
        public Options(
                String host,
                int port,
                Path tenants,
                Map<String, String> environment,
                List<URI> ingress,
                int records,
                Clock clock) {
            this(host, port, OptionalInt.empty(), tenants, environment, ingress, records, clock);
        }

        public Options {
            environment = Map.copyOf(environment);
            ingress = List.copyOf(ingress);
            if (ingress.isEmpty()) {
                throw new IllegalArgumentException("no address of ingress-webhooks");
            }
        }
    }

    private Sandbox(Options options) {
        this.server = new Server(threads());
        this.connector = connector(server, options);
        Settings settings = new Settings();
        Clock clock = options.clock();
        this.world = new World(
                clock,
                new Accounts(new AccountsFile(options.tenants(), options.environment())),
                settings,
                new Screens(clock),
                new Deliveries(clock, options.records()),
                new Faults(clock, this::refuse),
                new Webhooks(options.ingress(), settings, clock, options.records()),
                new FileStore(),
                this::url);
        List<Provider> providers = ServiceLoader.load(Provider.Factory.class, Sandbox.class.getClassLoader()).stream()
                .map(factory -> factory.get().create(world))
                .toList();
        this.mails = new Mails(options.host(), options.mailPort());
        server.setHandler(new Routes(world, mails, providers));
    }

    /// Starts the server.
    ///
    /// @throws IllegalArgumentException when the tenants file cannot be read
    public static Sandbox start(Options options) {
        Sandbox sandbox = new Sandbox(options);
        LifeCycle.start(sandbox.server);
        return sandbox;
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(50);
        threads.setName("sandbox");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sandbox-", 0).factory()));
        return threads;
    }

    private static ServerConnector connector(Server server, Options options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        return connector;
    }

    public int port() {
        return connector.getLocalPort();
    }

    /// Where the phones are.
    public String url() {
        return "http://localhost:" + port();
    }

    /// Where the mail server listens; empty where there is none.
    public OptionalInt mailPort() {
        return mails.port();
    }

    /// For a while nobody gets in, and who is in is thrown out; but first who has asked for it is answered.
    private void refuse(Duration time) {
        Thread.ofVirtual().name("sandbox-refusal").start(() -> {
            try {
                Thread.sleep(LAST_ANSWER);
                int port = port();
                connector.stop();
                Thread.sleep(time);
                connector.setPort(port);
                connector.start();
            } catch (Exception e) { // declared by Jetty; the server stays closed, and says so by being so
                LOG.atError().setCause(e).log("the sandbox could not come back");
            }
        });
    }

    /// Stops at once; calls that run are cut off.
    @Override
    public void close() {
        world.webhooks().close();
        mails.close();
        LifeCycle.stop(server);
    }
}
