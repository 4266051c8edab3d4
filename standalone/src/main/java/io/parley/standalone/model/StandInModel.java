package io.parley.standalone.model;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A strict imitation of an OpenAI-compatible model server: chat completions with and without a stream, tool calls,
/// usage, transcription, and every way in which such a server goes wrong, on demand (`/control`).
///
/// It knows nothing but the HTTP request. Each fact in its answers stands in the prompt or in a tool's result, and the
/// first answer of a conversation says that it is a stand-in. Its shapes and errors are those of the OpenAI API
/// reference; it shares no code with what calls it. Each call runs on a virtual thread, thousands at once.
public final class StandInModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandInModel.class);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int BACKLOG = 10_000;

    private final Server server;
    private final ServerConnector connector;

    private StandInModel(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /// Starts a server that only this machine reaches; port 0 takes any free one.
    public static StandInModel start(int port) {
        return start("localhost", port);
    }

    /// Starts a server that listens on `host`.
    public static StandInModel start(String host, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(50);
        threads.setName("stand-in-model");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("stand-in-model-", 0).factory()));
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        StandInModel model = new StandInModel(server, connector);
        server.setHandler(new Routes(Clock.systemUTC(), model::refuse));
        LifeCycle.start(server);
        return model;
    }

    public int port() {
        return connector.getLocalPort();
    }

    /// What belongs into `OPENAI_BASE_URL`.
    public String baseUrl() {
        return "http://localhost:" + port() + "/v1";
    }

    /// For a while nobody gets in, and who is in is thrown out.
    private void refuse(Duration time) {
        Thread.ofVirtual().name("stand-in-model-refusal").start(() -> {
            try {
                int port = port();
                connector.stop();
                Thread.sleep(time);
                connector.setPort(port);
                connector.start();
            } catch (Exception e) { // declared by Jetty; the server stays closed, and says so by being so
                LOG.atError().setCause(e).log("the stand-in model could not come back");
            }
        });
    }

    /// Stops at once; calls that run are cut off.
    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
