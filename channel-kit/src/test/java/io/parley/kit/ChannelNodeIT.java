package io.parley.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.kit.Driver.Ability;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The channel in JavaScript of `examples/channel-node` does what every channel has to do, killed in the middle, too.
@Tag("slow")
class ChannelNodeIT extends ChannelContract {

    private static final File EXAMPLE = new File("../examples/channel-node");
    private static final String TOKEN = "secret-of-the-example";
    private static final String TENANTS = """
            tenants:
              - id: shoes
                channels:
                  - {id: shoes-node, kind: node, burst: {quiet: 100ms, cap: 1s}}
                agent: {system-prompt: "You answer for a shoe shop.", on-new-message: queue}
            """;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelNodeIT.class);
    private static final Deque<AutoCloseable> RUNNING = new ArrayDeque<>();

    @TempDir
    private static Path folder;

    private static RunningParley parley;
    private static HttpDriver driver;
    private static ChildProcess channel;
    private static Subject subject;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                has("node", "-e", "process.exit(process.versions.node.split('.')[0] >= 20 ? 0 : 1)")
                        && has("npm", "--version"),
                "SKIPPED: examples/channel-node needs Node.js 20 and npm, which are not on the PATH");
        assertThat(ChildProcess.run(List.of("npm", "ci"), EXAMPLE)).as("npm ci").isZero();
        parley = RunningParley.start(folder, TENANTS, Map.of("PARLEY_CHANNELS", "node"));
        RUNNING.push(parley);
        var log = new KafkaLog(parley.kafka());
        RUNNING.push(log);
        int port = freePort();
        var url = URI.create("http://localhost:" + port + "/shoes-node/messages");
        driver = new HttpDriver("shoes-node", url, TOKEN, 0, () -> {
            channel.kill();
            channel = startChannel(port);
            return new Ability.Done();
        });
        RUNNING.push(driver);
        channel = startChannel(port);
        RUNNING.push(() -> channel.close());
        long seed = ThreadLocalRandom.current().nextInt(1_000_000);
        LOG.info("seed {}", seed);
        subject = new Subject(driver, log, new Subject.Size(6, 4, 40, Duration.ofSeconds(60)), seed);
    }

    private static ChildProcess startChannel(int port) throws IOException {
        return ChildProcess.start(
                List.of("node", "channel.js"),
                Map.of(
                        "KAFKA", parley.kafka(),
                        "TOKEN", TOKEN,
                        "CALLBACK_URL", driver.callback().toString(),
                        "PORT", String.valueOf(port)),
                EXAMPLE,
                "channel-node listens");
    }

    @AfterAll
    static void stop() throws Exception {
        while (!RUNNING.isEmpty()) {
            RUNNING.pop().close();
        }
    }

    private static boolean has(String... command) throws InterruptedException {
        try {
            return ChildProcess.run(List.of(command), EXAMPLE) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    protected Subject subject() {
        return subject;
    }
}
