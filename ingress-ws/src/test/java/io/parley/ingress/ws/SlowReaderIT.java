package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.SocketSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Readers that never read are sent away with 1013, delay nobody, and leave nothing behind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReaderIT {

    private static final int CLIENTS = 10;
    private static final int BURST = 20;
    private static final int ENTRY = 20_000;
    private static final String CROWD = "shoes:shoes-web:g.crowd-";

    private final Installed installed = Installed.shared();
    private final Map<String, SocketSession> opened = new TreeMap<>();
    private Node node = Node.shared();
    private int said;

    @BeforeAll
    void start() {
        node = Node.start(installed.bootstrap(), "slow", "--PARLEY_SEND_BUDGET=64KB", "--PARLEY_STUCK_AFTER=4s");
    }

    @AfterAll
    void stop() {
        node.stop();
    }

    @Test
    void twenty_stuck_readers_are_closed_and_ten_others_get_everything_in_order() throws Exception {
        long before = tooSlow();
        List<StuckReader> stuck = new ArrayList<>();
        List<Browser> healthy = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            stuck.add(new StuckReader(node.port(), path(client, 1)));
            stuck.add(new StuckReader(node.port(), path(client, 2)));
            healthy.add(Browser.open(node.port(), path(client, 3)));
        }
        resumeAll();
        healthy.forEach(browser -> browser.awaitFrame("resumed"));

        // Those that read keep up with a burst; then all of it has been written to them, and the others are told apart.
        sayToAll(BURST);
        healthy.forEach(browser -> awaitEntries(browser, BURST));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    sayToAll(said + 1);
                    return tooSlow() == before + 2 * CLIENTS;
                });

        var expected = IntStream.rangeClosed(1, said).boxed().toList();
        for (var browser : healthy) {
            awaitEntries(browser, said);
            assertThat(browser.frames("message"))
                    .extracting(SlowReaderIT::number)
                    .isEqualTo(expected);
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(here().path("count").asInt()).isEqualTo(CLIENTS);
            assertThat(here().path("backlog").asInt()).isZero();
        });
        for (var reader : stuck) {
            reader.close();
        }
        healthy.forEach(Browser::close);
    }

    private void resumeAll() throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> installed.sessionsOf(CROWD).size() == 3 * CLIENTS);
        for (var open : installed.sessionsOf(CROWD)) {
            opened.put(open.getClientId(), open);
            new Router(installed, open.getClientId()).mark(open, null);
        }
    }

    private void sayToAll(int last) throws Exception {
        for (; said < last; said++) {
            for (var open : opened.values()) {
                new Router(installed, open.getClientId())
                        .live(open, said + 1, said == 0 ? null : (long) said, (said + 1) + "x".repeat(ENTRY));
            }
        }
    }

    private static String path(int client, int session) {
        return "/ws/chat/crowd-" + client + "?session=" + session;
    }

    private static void awaitEntries(Browser browser, int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> browser.frames("message").size() >= count);
    }

    private static int number(JsonNode entry) {
        return Integer.parseInt(entry.path("content").asString().replace("x", ""));
    }

    private long tooSlow() throws Exception {
        return here().path("counts").path("too_slow").asLong();
    }

    @Test
    void a_reader_that_takes_nothing_is_closed_however_little_waits() throws Exception {
        long before = tooSlow();
        var router = new Router(installed, "shoes:shoes-web:g.asleep");
        try (var asleep = new StuckReader(node.port(), "/ws/chat/asleep")) {
            var open = router.resume(1);
            router.live(open, 1, null, "x".repeat(900_000));
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> tooSlow() > before);

            assertThat(asleep.readToClose()).isEqualTo(1013);
        }
    }

    private JsonNode here() throws Exception {
        var answer = node.get("/admin/sockets", "Authorization", "Bearer admin-token-of-the-tests");
        return Browser.json(answer.body()).path("here");
    }
}
