package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.Phase;
import org.junit.jupiter.api.Test;

/// One message walks the whole way of this service, and its answer back.
class OneMessageIT {

    private static final String CLIENT = "shoes:shoes-web:g.ana";

    private final Installed installed = Installed.shared();
    private final Node node = Node.shared();

    @Test
    void a_guests_message_reaches_kafka_and_its_answer_the_guest() throws Exception {
        var router = new Router(installed, CLIENT);
        try (var browser = Browser.open(node.port(), "/ws/chat/ana?history=5&session=tab1")) {
            // connected and resumed
            var connected = browser.awaitFrame("connected");
            assertThat(connected.path("client_id").asString()).isEqualTo(CLIENT);
            assertThat(connected.path("session").asString()).isEqualTo("tab1");
            assertThat(connected.path("heartbeat_seconds").asInt()).isEqualTo(30);
            var open = router.resume(1);
            assertThat(open.getHistory()).isEqualTo(5);
            assertThat(open.getAgain()).isFalse();
            assertThat(browser.awaitFrame("resumed").path("recovered").asBoolean())
                    .isTrue();

            // accepted
            browser.send("{\"text\":\"Hola\",\"user_name\":\"Ana\",\"id\":\"c1\"}");
            var accepted = browser.awaitFrame("accepted");
            var message = installed.incoming(CLIENT).getFirst();
            assertThat(accepted.path("id").asString()).isEqualTo("c1");
            assertThat(accepted.path("message_id").asString()).isEqualTo(message.getMessageId());
            assertThat(message.getText()).contains("Hola");
            assertThat(message.getUserName()).contains("Ana");
            assertThat(message.getKind()).isEqualTo(IncomingKind.MESSAGE);

            // answered
            router.phase(open, "t1", Phase.THINKING);
            router.delta(open, "t1", "do");
            router.lastOfTurn(open, 7, null, "t1");
            router.delta(open, "t1", "too late");
            var reply = browser.awaitFrame("message");
            assertThat(reply.path("role").asString()).isEqualTo("agent");
            assertThat(reply.path("content").asString()).isEqualTo("done");
            assertThat(reply.path("position").asString()).isEqualTo("inc.7");
            assertThat(browser.awaitFrame("completed").path("outcome").asString())
                    .isEqualTo("answered");
            browser.send("{\"type\":\"ping\"}").awaitFrame("pong");
            assertThat(browser.frames("progress")).hasSize(1);
            assertThat(browser.frames("delta"))
                    .singleElement()
                    .satisfies(
                            piece -> assertThat(piece.path("text").asString()).isEqualTo("do"));
        }
    }

    @Test
    void the_same_id_again_has_the_same_message_id() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/twice")) {
            browser.send("{\"text\":\"one\",\"id\":\"c1\"}").send("{\"text\":\"one\",\"id\":\"c1\"}");
            browser.awaitFrame(frame -> browser.frames("accepted").size() == 2);
            assertThat(browser.frames("accepted"))
                    .extracting(frame -> frame.path("message_id").asString())
                    .containsOnly(browser.frames("accepted")
                            .getFirst()
                            .path("message_id")
                            .asString());
        }
    }

    @Test
    void messages_stand_in_kafka_in_the_order_of_the_frames() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/orderly")) {
            for (int i = 0; i < 100; i++) {
                browser.send("{\"text\":\"%d\",\"id\":\"c%d\"}".formatted(i, i));
            }
            browser.awaitFrame(frame -> browser.frames("accepted").size() == 100);
        }
        var texts = installed.incoming("shoes:shoes-web:g.orderly").stream()
                .map(message -> message.getText().orElseThrow())
                .toList();
        assertThat(texts).hasSize(100).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }
}
