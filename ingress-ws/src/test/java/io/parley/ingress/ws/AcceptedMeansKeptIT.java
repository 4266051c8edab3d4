package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// Without Kafka nothing is accepted, and everybody is told.
class AcceptedMeansKeptIT {

    @Test
    void without_kafka_messages_are_unavailable_and_nobody_new_is_let_in() throws Exception {
        var broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        var installed = new Installed(broker.getBrokersAsString());
        var node = Node.start(installed.bootstrap(), "cut-off");
        try (node;
                var browser = Browser.open(node.port(), "/ws/chat/ana")) {
            browser.send("{\"text\":\"1\",\"id\":\"kept\"}").awaitFrame("accepted");
            installed.close();
            broker.destroy();

            var sent = System.nanoTime();
            browser.send("{\"text\":\"2\",\"id\":\"first\"}").send("{\"text\":\"3\",\"id\":\"second\"}");
            browser.awaitFrame(frame -> browser.frames("error").size() == 2);

            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(10));
            assertThat(browser.frames("error"))
                    .extracting(error -> error.path("code").asString() + " "
                            + error.path("id").asString())
                    .containsExactly("UNAVAILABLE first", "UNAVAILABLE second");
            assertThat(browser.frames("accepted")).hasSize(1);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> node.get("/ready").statusCode() == 503);
            assertThat(node.get("/health").statusCode()).isEqualTo(200);
            assertThat(catchThrowable(() -> Browser.open(node.port(), "/ws/chat/ben")))
                    .isInstanceOf(ExecutionException.class);
        }
    }
}
