package io.parley.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Each channel whose provider the sandbox stands in for does what every channel has to do. Their suites run at the
/// same
/// time, as their customers do. The restart of a sender is the campaign's.
@Tag("slow")
class SandboxChannelsIT {

    private static final String TENANTS = """
            tenants:
              - id: shoes
                burst: {quiet: 100ms, cap: 1s}
                channels:
                  - {id: telegram, kind: telegram, bot-token: "100001:kit", webhook-secret: "s-telegram"}
                  - {id: whatsapp, kind: whatsapp, phone-number-id: "1064001", access-token: "t", app-secret: "s-whatsapp", verify-token: "v"}
                  - {id: ycloud, kind: ycloud, phone-number: "+5491100000000", api-key: "k", webhook-secret: "whsec_kit"}
                  - {id: slack, kind: slack, bot-token: "xoxb-kit", signing-secret: "s-slack"}
                agent: {system-prompt: "You answer for a shoe shop.", on-new-message: queue}
            """;

    private static final Subject.Size SIZE = new Subject.Size(4, 3, 20, Duration.ofSeconds(60));
    private static final Logger LOG = LoggerFactory.getLogger(SandboxChannelsIT.class);

    @TempDir
    private static Path folder;

    private static RunningParley parley;
    private static final Map<String, Future<Map<Check, Verdict>>> VERDICTS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        parley = RunningParley.start(folder, TENANTS, Map.of());
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        for (var channel : List.of("telegram", "whatsapp", "ycloud", "slack")) {
            VERDICTS.put(channel, threads.submit(suite(channel)));
        }
        threads.shutdown();
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    private static Callable<Map<Check, Verdict>> suite(String channel) {
        long seed = ThreadLocalRandom.current().nextInt(1_000_000);
        LOG.info("{}: seed {}", channel, seed);
        return () -> {
            var account = SandboxDriver.find(channel, parley.sandbox()).orElseThrow();
            try (var driver = new SandboxDriver(account, parley.sandbox(), parley.ingress(), Restart.unknown());
                    var log = new KafkaLog(parley.kafka())) {
                var subject = new Subject(driver, log, SIZE, seed);
                var verdicts = new EnumMap<Check, Verdict>(Check.class);
                for (var check : Check.values()) {
                    verdicts.put(check, check.run(subject));
                }
                return verdicts;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"telegram", "whatsapp", "ycloud", "slack"})
    void keeps_the_contract_of_a_channel(String channel) throws InterruptedException, ExecutionException {
        var verdicts =
                new EnumMap<>(Objects.requireNonNull(VERDICTS.get(channel)).get());
        assertThat(verdicts.remove(Check.RESTART)).isInstanceOf(Verdict.Skipped.class);
        assertThat(verdicts).allSatisfy((check, verdict) -> assertThat(verdict).isEqualTo(new Verdict.Passed()));
    }
}
