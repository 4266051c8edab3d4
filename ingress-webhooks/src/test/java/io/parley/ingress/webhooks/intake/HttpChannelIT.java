package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The generic HTTP channel as a program sees it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpChannelIT {

    private final Broker broker;
    private final Node node;

    HttpChannelIT() throws Exception {
        broker = new Broker();
        node = new Node(broker);
    }

    @BeforeAll
    void accounts() throws Exception {
        broker.tell("shoes", """
                {"id": "shoes", "channels": [{"id": "shoes-api", "kind": "http", "secret": "s3cret"}]}""");
        await().until(() -> post("s3cret", "{}").statusCode() == 400);
    }

    @AfterAll
    void stop() {
        node.close();
        broker.close();
    }

    @Test
    void a_message_is_accepted_under_its_callers_id_however_often_it_is_posted() throws Exception {
        var body = "{\"message_id\": \"q7\", \"user_id\": \"ana\", \"text\": \"Hola\"}";
        var first = post("s3cret", body);
        var again = post("s3cret", body);

        var id = Ids.messageId("shoes:shoes-api:ana", "MESSAGE", "q7");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(first.body()).isEqualTo("{\"message_id\":\"" + id + "\",\"turn_url\":\"/v1/turns/" + id + "\"}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(broker.values(Topics.INCOMING_MESSAGES, IncomingMessage.class))
                .filteredOn(message -> message.getMessageId().equals(id))
                .hasSize(1);
    }

    @Test
    void what_is_no_message_is_told_only_to_who_has_the_secret() throws Exception {
        assertThat(post("s3cret", "{\"text\": \"Hola\"}").statusCode()).isEqualTo(400);
        assertThat(post("s3cret", "{\"text\": \"Hola\"}").body()).contains("user_id");
        assertThat(post("wrong", "{\"text\": \"Hola\"}").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> post(String secret, String body) throws Exception {
        return node.send(HttpRequest.newBuilder(
                        URI.create("http://localhost:" + node.port() + "/v1/channels/shoes-api/messages"))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
