package io.parley.sandbox.graph;

import static io.parley.sandbox.graph.Business.ANN;
import static io.parley.sandbox.graph.Business.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Ingress.Received;
import io.parley.sandbox.Trial;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatusTest {

    private final Trial trial = new Trial();
    private final Business business = new Business(trial);

    @BeforeEach
    void ann_has_written() {
        trial.says("wa", ANN, "hello");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private List<JsonNode> statuses(String wamid, int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> trial.ingress().received().stream()
                                .flatMap(StatusTest::statuses)
                                .filter(status -> status.path("id").asString("").equals(wamid))
                                .toList(),
                        found -> found.size() >= count);
    }

    private static java.util.stream.Stream<JsonNode> statuses(Received webhook) {
        return webhook.json()
                .path("entry")
                .valueStream()
                .flatMap(entry -> entry.path("changes").valueStream())
                .flatMap(change -> change.path("value").path("statuses").valueStream());
    }

    private static List<String> names(List<JsonNode> statuses) {
        return statuses.stream()
                .map(status -> status.path("status").asString(""))
                .toList();
    }

    @Test
    void a_message_is_sent_delivered_and_read_with_the_callers_own_data() {
        var wamid = business.sent(text(ANN, "hi").put("biz_opaque_callback_data", "out-7"));

        var statuses = statuses(wamid, 3);
        assertThat(names(statuses)).containsExactlyInAnyOrder("sent", "delivered", "read");
        assertThat(statuses).allSatisfy(status -> {
            assertThat(status.path("biz_opaque_callback_data").asString()).isEqualTo("out-7");
            assertThat(status.path("recipient_id").asString()).isEqualTo(ANN);
            assertThat(status.path("recipient_user_id").asString()).matches("AR\\.[0-9]{20}");
            assertThat(status.path("timestamp").isString()).isTrue();
        });
    }

    @Test
    void who_does_not_read_at_once_reads_when_writing() {
        trial.state("wa", ANN, "{\"reads\": false}");
        var wamid = business.sent(text(ANN, "hi"));
        assertThat(names(statuses(wamid, 2))).containsExactlyInAnyOrder("sent", "delivered");

        trial.says("wa", ANN, "oh, hello");

        assertThat(names(statuses(wamid, 3))).contains("read");
    }

    @Test
    void in_an_open_chat_nothing_is_delivered_before_it_is_read() {
        trial.state("wa", ANN, "{\"chat_open\": true}");

        var wamid = business.sent(text(ANN, "hi"));

        assertThat(names(statuses(wamid, 2))).containsExactlyInAnyOrder("sent", "read");
    }

    @Test
    void who_has_blocked_the_business_leaves_it_at_one_tick() {
        trial.state("wa", ANN, "{\"blocked\": true}");

        var wamid = business.sent(text(ANN, "hi"));

        assertThat(names(statuses(wamid, 1))).containsExactly("sent");
        assertThat(trial.screen("wa", ANN)).hasSize(1);
        assertThat(trial.deliveries().path(0).path("delivered").asBoolean()).isFalse();
    }

    @Test
    void who_is_not_on_whatsapp_is_taken_and_fails_later() {
        var answer = business.send(text("5491159999999", "hi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        var wamid = Trial.json(answer).path("messages").path(0).path("id").asString();
        var failed = statuses(wamid, 1).getFirst();
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(failed.path("errors").path(0).path("code").asInt()).isEqualTo(131026);
        assertThat(failed.path("errors").path(0).path("title").asString()).isEqualTo("Message undeliverable");
        assertThat(failed.path("errors").path(0).path("error_data").has("details"))
                .isTrue();
    }

    @Test
    void a_closed_window_fails_later_where_that_is_set() {
        trial.control("PUT", "/settings", "{\"late_refusals\": true}");
        trial.state("wa", ANN, "{\"window_open\": false}");

        var wamid = business.sent(text(ANN, "hi"));

        assertThat(statuses(wamid, 1)
                        .getFirst()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asInt())
                .isEqualTo(131047);
        assertThat(trial.screen("wa", ANN)).hasSize(1);
    }

    @Test
    void shuffled_statuses_may_come_before_the_answer() {
        trial.control("PUT", "/settings", "{\"shuffle_webhooks\": true}");
        var early = false;
        for (int n = 0; n < 40 && !early; n++) {
            var wamid = business.sent(text(ANN, "m" + n));
            early = trial.ingress().received().stream()
                    .flatMap(StatusTest::statuses)
                    .anyMatch(status -> status.path("id").asString("").equals(wamid));
        }

        assertThat(early).isTrue();
    }

    @Test
    void statuses_can_be_turned_off() {
        trial.control("PUT", "/settings", "{\"statuses\": false}");
        business.sent(text(ANN, "hi"));
        trial.says("wa", ANN, "still here");

        trial.webhooks(1, webhook -> webhook.body().contains("still here"));
        assertThat(trial.ingress().received().stream().flatMap(StatusTest::statuses))
                .isEmpty();
    }
}
