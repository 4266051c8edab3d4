package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// One message walks the whole way of this service.
class OneMessageIT {

    private final Installed installed = Installed.shared();

    @Test
    void a_guests_message_reaches_kafka_and_an_entry_reaches_the_guest() throws Exception {
        try (var node = Node.start(installed.bootstrap(), "one");
                var browser = Browser.open(node.port(), "/ws/chat/ana?history=5")) {
            // connected, announced, resumed
            assertThat(browser.awaitFrame("connected").path("client_id").asString())
                    .isEqualTo("shoes:shoes-web:g.ana");
            await().until(() -> !installed.sessions("shoes:shoes-web:g.ana").isEmpty());
            var open = installed.sessions("shoes:shoes-web:g.ana").getFirst();
            assertThat(open.getEvent()).isEqualTo(SessionEvent.OPEN);
            assertThat(open.getHistory()).isEqualTo(5);
            installed.route(outbound(open, new SessionMark(true, null, false), open.getConnection())
                    .build());
            assertThat(browser.awaitFrame("resumed").path("recovered").asBoolean())
                    .isTrue();

            // accepted
            browser.send("{\"text\":\"Hola\",\"user_name\":\"Ana\",\"id\":\"c1\"}");
            var accepted = browser.awaitFrame("accepted");
            var message = installed.incoming("shoes:shoes-web:g.ana").getFirst();
            assertThat(accepted.path("message_id").asString()).isEqualTo(message.getMessageId());
            assertThat(message.getText()).contains("Hola");

            // answered
            installed.route(outbound(open, entry(open, "r1"), 0)
                    .setPosition(new Position("i", 7L))
                    .build());
            var reply = browser.awaitFrame("message");
            assertThat(reply.path("role").asString()).isEqualTo("agent");
            assertThat(reply.path("content").asString()).isEqualTo("Buenas");
            assertThat(reply.path("position").asString()).isEqualTo("i.7");
        }
    }

    static Outbound.Builder outbound(SocketSession to, Object payload, long connection) {
        return Outbound.newBuilder()
                .setClientId(to.getClientId())
                .setTenant(to.getTenant())
                .setChannel("web")
                .setChannelAccount("web")
                .setSlot(to.getSlot())
                .setBootId(to.getBootId())
                .setConnection(connection)
                .setPayload(payload);
    }

    static AgentReply entry(SocketSession to, String id) {
        return AgentReply.newBuilder()
                .setReplyId(id)
                .setClientId(to.getClientId())
                .setTenant(to.getTenant())
                .setChannel("web")
                .setChannelAccount("web")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent("Buenas")
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}
