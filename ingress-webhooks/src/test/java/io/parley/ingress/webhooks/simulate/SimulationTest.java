package io.parley.ingress.webhooks.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.webhooks.simulate.Simulation.Ending;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.wire.AvroWire;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SimulationTest {

    private static final String OFF = "{\"enabled\":false,\"channels\":[{\"id\":\"off-web\",\"kind\":\"web\"}]}";
    private static final String SHOES = "{\"channels\":[{\"id\":\"shoes-telegram\",\"kind\":\"telegram\"},"
            + "{\"id\":\"shoes-web\",\"kind\":\"web\"},{\"id\":\"shoes-web-2\",\"kind\":\"web\"}]}";

    private final Simulation simulation = new Simulation(
            () -> List.of(document("off", 0, OFF), document("shoes", 1, SHOES)),
            () -> "new",
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(IncomingMessage.class)).isNotNull();
    }

    @Test
    void it_comes_in_on_the_first_channel_of_the_kind_of_the_first_enabled_tenant() {
        var message = written(new SimulatedMessage("web", "ana", null, "Hola", "Ana", null));
        assertThat(message.getClientId()).isEqualTo("shoes:shoes-web:g.ana");
        assertThat(message.getMessageId()).isEqualTo(Ids.messageId("shoes:shoes-web:g.ana", "MESSAGE", "new"));
        assertThat(message.getText()).contains("Hola");
        assertThat(message.getUserName()).contains("Ana");
    }

    @Test
    void on_other_channels_the_user_id_stands_as_it_is() {
        var message = written(new SimulatedMessage("telegram", "42", "shoes", "Hola", null, "e1"));
        assertThat(message.getClientId()).isEqualTo("shoes:shoes-telegram:42");
        assertThat(message.getChannel()).isEqualTo("telegram");
        assertThat(message.getProviderEventId()).isEqualTo("e1");
    }

    @Test
    void who_does_not_exist_is_not_found() {
        assertThat(status("web", "ana", "nobody", "Hola")).isEqualTo(404);
        assertThat(status("whatsapp", "ana", "shoes", "Hola")).isEqualTo(404);
    }

    @Test
    void what_is_no_message_is_refused() {
        assertThat(status(null, "ana", null, "Hola")).isEqualTo(400);
        assertThat(status("web", null, null, "Hola")).isEqualTo(400);
        assertThat(status("web", "ana", null, null)).isEqualTo(400);
        assertThat(status("web", "ana", null, "")).isEqualTo(400);
        assertThat(status("web", "ana", null, "x".repeat(8_001))).isEqualTo(400);
        assertThat(status("web", "ana", null, "a\0b")).isEqualTo(400);
    }

    private IncomingMessage written(SimulatedMessage said) {
        assertThat(simulation.decide(said)).isInstanceOf(Ending.Written.class);
        return ((Ending.Written) simulation.decide(said)).message();
    }

    private int status(
            @Nullable String platform, @Nullable String user, @Nullable String tenant, @Nullable String text) {
        return simulation.decide(new SimulatedMessage(platform, user, tenant, text, null, null))
                        instanceof Ending.Refused refused
                ? refused.status()
                : 202;
    }

    private static TenantDocument document(String tenant, int rank, String json) {
        return new TenantDocument(
                tenant, "v1", rank, JsonMapper.builder().build().readTree(json));
    }
}
