package io.parley.sandbox.ycloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Json;
import io.parley.sandbox.Trial;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class YCloudSendTest {

    private static final String ANN = "+5491150000001";
    private static final String QUEUED = "/ycloud/v2/whatsapp/messages";
    private static final String DIRECT = QUEUED + "/sendDirectly";
    private static final String[] KEY = {"X-API-Key", "yc-key"};

    private final Trial trial = new Trial();

    @BeforeEach
    void ann_has_written() {
        trial.says("yc", ANN, "hello");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private static ObjectNode text(String to, String text) {
        var message = Json.object()
                .put("from", "+5491100000000")
                .put("to", to)
                .put("type", "text")
                .put("externalId", "out-1");
        message.putObject("text").put("body", text);
        return message;
    }

    private HttpResponse<String> post(String path, JsonNode body) {
        return trial.post(path, body.toString(), KEY);
    }

    private List<JsonNode> updates(int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> trial.ingress().received().stream()
                                .map(webhook -> webhook.json())
                                .filter(event -> event.path("type").asString("").equals("whatsapp.message.updated"))
                                .map(event -> event.path("whatsappMessage"))
                                .toList(),
                        found -> found.size() >= count);
    }

    private static JsonNode error(HttpResponse<String> answer) {
        return Trial.json(answer).path("error");
    }

    @Test
    void a_queued_message_is_accepted_and_then_on_the_phone() {
        var answer = post(QUEUED, text(ANN, "hi"));

        var body = Trial.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("YCloud-Request-ID")).isPresent();
        assertThat(answer.headers().firstValue("RateLimit-Limit")).contains("200");
        assertThat(body.path("status").asString()).isEqualTo("accepted");
        assertThat(body.has("wamid")).isFalse();
        assertThat(body.path("externalId").asString()).isEqualTo("out-1");
        var updates = updates(3);
        assertThat(updates)
                .extracting(update -> update.path("status").asString(""))
                .containsExactlyInAnyOrder("sent", "delivered", "read");
        assertThat(updates).allSatisfy(update -> {
            assertThat(update.path("id").asString()).isEqualTo(body.path("id").asString());
            assertThat(update.path("externalId").asString()).isEqualTo("out-1");
            assertThat(update.path("wamid").asString()).startsWith("wamid.");
        });
        assertThat(trial.screen("yc", ANN).path(1).path("text").asString()).isEqualTo("hi");
    }

    @Test
    void what_was_queued_is_recorded_again_when_it_is_pushed() {
        post(QUEUED, text(ANN, "hi"));

        updates(1);
        var queued = record("messages");
        var pushed = record("push");
        assertThat(queued.path("delivered").asBoolean()).isFalse();
        assertThat(pushed.path("delivered").asBoolean()).isTrue();
        assertThat(pushed.path("person").asString()).isEqualTo(ANN);
        assertThat(pushed.path("opaque").asString()).isEqualTo("out-1");
        assertThat(pushed.path("message_id").asString())
                .isEqualTo(queued.path("message_id").asString());
    }

    /// The one record of a method; which comes first is open.
    private JsonNode record(String method) {
        return Awaitility.await()
                .until(
                        () -> trial.deliveries()
                                .valueStream()
                                .filter(one -> one.path("method").asString("").equals(method))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void what_is_queued_for_one_person_keeps_its_order() {
        IntStream.range(0, 20).forEach(n -> post(QUEUED, text(ANN, "m" + n)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> trial.screen("yc", ANN).size() == 21);
        assertThat(trial.screen("yc", ANN)
                        .valueStream()
                        .skip(1)
                        .map(message -> message.path("text").asString("")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(n -> "m" + n).toList());
    }

    @Test
    void a_direct_message_has_its_wamid_at_once() {
        var body = Trial.json(post(DIRECT, text(ANN, "hi")));

        assertThat(body.path("wamid").asString()).startsWith("wamid.");
        assertThat(body.path("status").asString()).isEqualTo("accepted");
        assertThat(trial.deliveries().path(0).path("delivered").asBoolean()).isTrue();
        assertThat(trial.screen("yc", ANN)).hasSize(2);
    }

    @Test
    void a_wrong_key_is_unauthorized() {
        var answer = trial.post(DIRECT, text(ANN, "hi").toString(), "X-API-Key", "other");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(error(answer).path("code").asString()).isEqualTo("UNAUTHORIZED");
        assertThat(error(answer).path("message").asString()).isEqualTo("INVALID_API_KEY");
        assertThat(error(answer).path("requestId").asString()).startsWith("req_");
        assertThat(answer.headers().firstValue("YCloud-Request-ID"))
                .contains(error(answer).path("requestId").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {QUEUED, DIRECT})
    void its_own_rules_are_checked_before_metas(String path) {
        var wrongFrom = text(ANN, "hi").put("from", "+1555");
        var wrongTo = text("5491150000001", "hi");
        var tooLong = text(ANN, "x".repeat(4097));
        var noType = text(ANN, "hi");
        noType.remove("type");

        assertThat(error(post(path, wrongFrom)).path("target").asString()).isEqualTo("from");
        assertThat(error(post(path, wrongTo)).path("target").asString()).isEqualTo("to");
        assertThat(error(post(path, tooLong)).path("target").asString()).isEqualTo("text.body");
        assertThat(error(post(path, noType)).path("target").asString()).isEqualTo("type");
        assertThat(error(post(path, noType)).path("code").asString()).isEqualTo("PARAM_INVALID");
    }

    @Test
    void metas_refusals_come_in_the_answer_when_direct() {
        trial.state("yc", ANN, "{\"window_open\": false}");

        var answer = post(DIRECT, text(ANN, "hi"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).path("target").asString()).isEqualTo("whatsappApiError");
        assertThat(error(answer).path("whatsappApiError").path("code").asString())
                .isEqualTo("131047");
        assertThat(error(answer).path("whatsappApiError").path("code").isString())
                .isTrue();
    }

    @Test
    void metas_refusals_come_by_webhook_when_queued() {
        trial.state("yc", ANN, "{\"window_open\": false}");

        var answer = post(QUEUED, text(ANN, "hi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        var failed = updates(1).getFirst();
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(failed.path("errorCode").asString()).isEqualTo("131047");
        assertThat(failed.path("externalId").asString()).isEqualTo("out-1");
        assertThat(failed.path("whatsappApiError").path("error_data").has("details"))
                .isTrue();
        assertThat(trial.deliveries().path(1).path("outcome").asString()).isEqualTo("refused");
    }

    @Test
    void who_is_not_on_whatsapp_fails_later_both_ways() {
        post(DIRECT, text("+5491159999999", "hi"));
        post(QUEUED, text("+5491159999998", "hi"));

        assertThat(updates(2))
                .extracting(update -> update.path("errorCode").asString(""))
                .containsExactly("131026", "131026");
    }

    @Test
    void the_pair_limit_is_429_here() {
        IntStream.range(0, 45)
                .forEach(n -> assertThat(post(DIRECT, text(ANN, "m" + n)).statusCode())
                        .isEqualTo(200));

        var answer = post(DIRECT, text(ANN, "one more"));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(error(answer).path("code").asString()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(error(answer).path("whatsappApiError").path("code").asString())
                .isEqualTo("131056");
        assertThat(trial.deliveries().path(45).path("outcome").asString()).isEqualTo("throttled");
    }

    @Test
    void two_hundred_a_second_may_be_queued() {
        for (int n = 0; n < 200; n++) {
            assertThat(post(QUEUED, text("+54911500" + (10_000 + n), "hi")).statusCode())
                    .isEqualTo(200);
        }

        var answer = post(QUEUED, text(ANN, "hi"));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("RateLimit-Remaining")).contains("0");
        assertThat(error(answer).has("whatsappApiError")).isFalse();
        trial.pass(Duration.ofSeconds(1));
        assertThat(post(QUEUED, text(ANN, "hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_business_scoped_id_is_a_recipient() {
        trial.state("yc", ANN, "{\"phone_hidden\": true}");
        trial.says("yc", ANN, "guess who");
        var inbound = trial.webhooks(1, webhook -> webhook.body().contains("guess who"))
                .getFirst()
                .json()
                .path("whatsappInboundMessage");
        assertThat(inbound.has("from")).isFalse();
        var message = text("", "hi");
        message.remove("to");
        message.put("recipient", inbound.path("fromUserId").asString());

        assertThat(post(DIRECT, message).statusCode()).isEqualTo(200);
        assertThat(trial.screen("yc", ANN)).hasSize(3);
        var update = updates(1).getFirst();
        assertThat(update.has("to")).isFalse();
        assertThat(update.path("recipientUserId").asString())
                .isEqualTo(inbound.path("fromUserId").asString());
    }

    @Test
    void a_message_can_be_looked_up() {
        var id = Trial.json(post(DIRECT, text(ANN, "hi"))).path("id").asString();

        assertThat(Trial.json(trial.call("GET", QUEUED + "/" + id, "", KEY))
                        .path("id")
                        .asString())
                .isEqualTo(id);
        assertThat(trial.call("GET", QUEUED + "/none", "", KEY).statusCode()).isEqualTo(404);
    }
}
