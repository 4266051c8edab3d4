package io.parley.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The broker goes away for longer than every time-out of the client, while work is running.
@Tag("slow")
class BrokerAwayIT {
    private static final Duration AWAY = Duration.ofSeconds(8);

    @Test
    void a_broker_away_for_long_is_survived() throws Exception {
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        try (RealBroker broker = new RealBroker()) {
            broker.createTopic("away", 3);
            Map<String, Object> properties = RealBroker.consuming(broker.bootstrapServers(), "away", "earliest");
            properties.put("default.api.timeout.ms", 3_000);
            properties.put("request.timeout.ms", 2_000);
            try (KeyLanes<String> lanes = RealBroker.lanes(properties, "away")
                    .handler(Rig.remembering(seen))
                    .deadLetters((record, reason, cause) -> CompletableFuture.completedFuture(null))
                    .build()) {
                lanes.start();
                broker.send("away", "ada", "1");
                await().atMost(Duration.ofSeconds(20)).until(() -> seen.containsKey("ada"));

                broker.stop();
                await().during(AWAY).atMost(AWAY.multipliedBy(2)).until(lanes::isHealthy);
                broker.restart();

                broker.send("away", "ada", "2");
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() ->
                                assertThat(seen.get("ada")).startsWith("1").endsWith("2"));
                assertThat(lanes.isHealthy()).isTrue();
            }
        }
    }
}
