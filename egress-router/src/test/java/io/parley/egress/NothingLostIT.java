package io.parley.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/// The router as a process, killed again and again while replies flow: a reader that drops positions it has
/// seen gets every entry once and in order, whether the stores survive or have to be restored from the broker.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingLostIT {

    private static final String KEYSET = SecretSealer.newKeyset();

    private static final int KILLS = 3;

    private final Broker broker = new Broker();
    private @Nullable Process process;

    @TempDir
    Path folder;

    @AfterEach
    void kill() throws InterruptedException {
        var running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeAll
    void prepare() {
        try (var admin = broker.admin()) {
            new Installation(admin, 6).ensure(Topics.all(), Groups.all());
        }
    }

    @Test
    void kills_under_load_lose_double_and_disorder_nothing() throws Exception {
        long seed = Long.getLong("parley.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var state = folder.resolve("state");
        start(state);
        try (var tabs = new LiveTabs(broker, random)) {
            tabs.open(IntStream.range(0, 40)
                    .mapToObj(i -> "shoes:shoes-web:g." + i)
                    .toList());
            for (int kill = 0; kill < KILLS; kill++) {
                tabs.loadUntilReceived(200 + random.nextInt(300));
                System.out.printf("kill %d after %d entries%n", kill, tabs.said());
                kill();
                if (kill % 2 == 1) {
                    FileSystemUtils.deleteRecursively(state);
                }
                tabs.load(Duration.ofMillis(500));
                start(state);
            }
            tabs.loadUntilReceived(100);
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(tabs.missing()).isEmpty());
            assertThat(tabs.violations()).isEmpty();
            System.out.printf("%d entries said, %d times a gap was announced%n", tabs.said(), tabs.gaps());
        }
    }

    private void start(Path state) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EgressRouterApplication.class.getName(),
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.address(),
                "--parley.router.partitions=6",
                "--parley.router.node-id=router-1",
                "--PARLEY_SECRETS_KEYSET=" + KEYSET,
                "--parley.standby-replicas=0",
                "--PARLEY_STATE_DIR=" + state);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/killed-router.log")))
                .start();
    }
}
