package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.Ids;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is answered 200 stands in Kafka, whole and once; two nodes are as good as one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptedIT {

    private final Broker broker;
    private final Node node;
    private final Node other;

    AcceptedIT() throws Exception {
        broker = new Broker();
        node = new Node(broker);
        other = new Node(broker);
    }

    @BeforeAll
    void accounts() throws Exception {
        broker.tell("shoes", """
                {"id": "shoes", "channels": [{"id": "shoes-fake", "kind": "fake", "secret": "between-us"}]}""");
        for (var each : List.of(node, other)) {
            await().until(() -> each.get("/webhooks/fake/shoes-fake").statusCode() == 403);
        }
    }

    @AfterAll
    void stop() {
        other.close();
        node.close();
        broker.close();
    }

    @Test
    void a_message_stands_in_its_clients_log_with_all_that_belongs_to_it() throws Exception {
        node.accept(
                "{\"type\":\"message\",\"ids\":[\"+54 9\"],\"id\":\"e1\",\"text\":\"Ho\\u0000la\",\"name\":\"Ana\",\"n\":1}");

        var record = only("shoes:shoes-fake:%2B54%209");
        var message = record.value();
        assertThat(record.key()).isEqualTo(message.getClientId());
        assertThat(record.partition()).isEqualTo(Partitioning.forClient(record.key(), 3));
        assertThat(header(record, HeaderNames.TENANT)).isEqualTo("shoes");
        assertThat(header(record, HeaderNames.TRACEPARENT)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(message.getMessageId()).isEqualTo(Ids.messageId(record.key(), "MESSAGE", "e1"));
        assertThat(message.getText()).contains("Ho\uFFFDla");
        assertThat(message.getUserName()).contains("Ana");
        assertThat(StandardCharsets.UTF_8.decode(message.getRaw().orElseThrow()).toString())
                .contains("\"n\":1");
    }

    @Test
    void the_same_body_again_is_the_same_message_also_on_another_node() throws Exception {
        var again = "{\"type\":\"message\",\"ids\":[\"twice\"],\"id\":\"e1\",\"text\":\"Hola\"}";
        node.accept(again);
        node.accept(again);
        assertThat(messages("shoes:shoes-fake:twice")).hasSize(1);

        other.accept(again);
        assertThat(messages("shoes:shoes-fake:twice"))
                .extracting(IncomingMessage::getMessageId)
                .containsOnly(Ids.messageId("shoes:shoes-fake:twice", "MESSAGE", "e1"));
        assertThat(node.get("/actuator/prometheus").body())
                .contains("parley_duplicates_total{service=\"ingress-webhooks\",where=\"ingress\"}")
                .contains("parley_messages_in_total{channel=\"fake\",service=\"ingress-webhooks\",tenant=\"shoes\"}")
                .contains("parley_webhook_seconds_count{channel=\"fake\",service=\"ingress-webhooks\",status=\"200\"}");
    }

    @Test
    void what_nobody_knows_and_what_cannot_be_translated_is_taken_and_told() throws Exception {
        node.accept(
                "{\"type\":\"novelty\"}",
                "{\"type\":\"message\",\"ids\":[\"\"],\"id\":\"e\"}",
                "{\"type\":\"message\",\"ids\":[\"beside\"],\"id\":\"e\"}");
        assertThat(node.post("{\"bug\": 1}").statusCode()).isEqualTo(200);
        assertThat(node.post("[]").statusCode()).isEqualTo(200);

        assertThat(messages("shoes:shoes-fake:beside")).hasSize(1);
        var events = broker.records(Topics.SYSTEM_EVENTS, SystemEvent.class);
        assertThat(events).allSatisfy(event -> assertThat(event.key()).isEqualTo("shoes"));
        assertThat(events)
                .extracting(event -> event.value().getEvent())
                .contains("unknown-event", "unusable-event", "untranslatable-body");
        assertThat(events)
                .anySatisfy(event -> assertThat(event.value().getAttributes())
                        .containsEntry("type", "novelty")
                        .containsEntry("channel", "fake")
                        .containsEntry("account", "shoes-fake"));
        assertThat(node.get("/actuator/prometheus").body())
                .contains("parley_webhook_events_total{channel=\"fake\",event=\"unknown-event\"");
    }

    @Test
    void two_ids_of_a_person_are_one_client_whichever_came_first_and_on_whichever_node() throws Exception {
        node.accept("{\"type\":\"message\",\"ids\":[\"100\"],\"secondary\":true,\"id\":\"a1\"}");
        node.accept("{\"type\":\"message\",\"ids\":[\"AR.1\",\"100\"],\"id\":\"a2\"}");
        node.accept("{\"type\":\"message\",\"ids\":[\"AR.1\"],\"id\":\"a3\"}");
        assertThat(messages("shoes:shoes-fake:100")).hasSize(3);

        node.accept("{\"type\":\"message\",\"ids\":[\"AR.2\",\"200\"],\"id\":\"b1\"}");
        node.accept("{\"type\":\"message\",\"ids\":[\"200\"],\"secondary\":true,\"id\":\"b2\"}");
        node.accept("{\"type\":\"message\",\"ids\":[\"AR.2\"],\"id\":\"b3\"}");
        assertThat(messages("shoes:shoes-fake:AR.2")).hasSize(3);

        await().untilAsserted(() -> {
            other.accept("{\"type\":\"message\",\"ids\":[\"AR.1\"],\"id\":\"a4\"}");
            assertThat(messages("shoes:shoes-fake:100"))
                    .extracting(IncomingMessage::getProviderEventId)
                    .contains("a4");
        });
    }

    @Test
    void a_person_who_has_moved_keeps_their_client() throws Exception {
        node.accept("{\"type\":\"message\",\"ids\":[\"-1\"],\"id\":\"m1\"}");
        node.accept("{\"type\":\"moved\",\"ids\":[\"-1\"],\"now\":\"-100\",\"id\":\"m2\"}");
        node.accept("{\"type\":\"message\",\"ids\":[\"-100\"],\"id\":\"m3\"}");

        assertThat(messages("shoes:shoes-fake:-1"))
                .extracting(IncomingMessage::getKind)
                .containsExactly(IncomingKind.MESSAGE, IncomingKind.MOVED, IncomingKind.MESSAGE);
        assertThat(messages("shoes:shoes-fake:-1").get(1).getMovedTo()).contains("-100");
        assertThat(messages("shoes:shoes-fake:-100")).isEmpty();
    }

    @Test
    void what_is_reported_of_a_message_never_goes_backwards() throws Exception {
        node.accept(status("w1", "SENT"), status("w1", "READ"), status("w1", "DELIVERED"));
        node.accept(status("w1", "DELIVERED"));
        node.accept(status("w1", "READ"));
        node.accept(status("w2", "REFUSED"), status("w2", "SENT"));
        node.accept(status("w3", "DELIVERED"), status("w3", "REFUSED"));

        assertThat(states("w1")).containsExactly(DeliveryState.SENT, DeliveryState.READ);
        assertThat(states("w2")).containsExactly(DeliveryState.REFUSED);
        assertThat(states("w3")).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void a_receipt_belongs_to_a_client_that_was_handed_back_only_if_it_is_one_of_the_account() throws Exception {
        node.accept(
                "{\"type\":\"status\",\"ids\":[\"5\"],\"id\":\"own\",\"state\":\"SENT\",\"client\":\"shoes:shoes-fake:6:t\"}");
        node.accept(
                "{\"type\":\"status\",\"ids\":[\"5\"],\"id\":\"foreign\",\"state\":\"SENT\",\"client\":\"lab:lab-fake:6\"}");

        var receipts = broker.records(Topics.DELIVERY_RECEIPTS, DeliveryReceipt.class);
        assertThat(receipts)
                .filteredOn(receipt -> List.of("own", "foreign")
                        .contains(receipt.value().getProviderId().orElse("")))
                .extracting(ConsumerRecord::key)
                .containsExactly("shoes:shoes-fake:6:t", "shoes:shoes-fake:5");
        assertThat(receipts)
                .allSatisfy(receipt ->
                        assertThat(receipt.partition()).isEqualTo(Partitioning.forAccount("shoes", "shoes-fake", 3)));
    }

    @Test
    void while_kafka_is_away_nothing_counts_and_its_redelivery_doubles_nothing() throws Exception {
        var events = new ArrayList<String>();
        IntStream.range(0, 50)
                .forEach(n -> events.add("{\"type\":\"message\",\"ids\":[\"away\",\"away-2\"],\"id\":\"k" + n
                        + "\",\"text\":\"" + n + "\"}"));
        var body = Node.body(events.toArray(String[]::new));
        broker.pause();

        var refused = node.post(body);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        broker.resume();
        await().atMost(Duration.ofSeconds(60)).until(() -> node.post(body).statusCode() == 200);
        other.post(body);
        var ids = messages("shoes:shoes-fake:away").stream()
                .map(IncomingMessage::getMessageId)
                .distinct()
                .toList();
        assertThat(ids).hasSize(50);
        assertThat(messages("shoes:shoes-fake:away-2")).isEmpty();
    }

    private static String status(String id, String state) {
        return "{\"type\":\"status\",\"ids\":[\"5\"],\"id\":\"" + id + "\",\"state\":\"" + state + "\"}";
    }

    private List<DeliveryState> states(String providerId) {
        return broker.values(Topics.DELIVERY_RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt -> receipt.getProviderId().orElse("").equals(providerId))
                .map(DeliveryReceipt::getState)
                .toList();
    }

    private ConsumerRecord<String, IncomingMessage> only(String clientId) {
        var records = broker.records(Topics.INCOMING_MESSAGES, IncomingMessage.class).stream()
                .filter(record -> record.value().getClientId().equals(clientId))
                .toList();
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private List<IncomingMessage> messages(String clientId) {
        return broker.values(Topics.INCOMING_MESSAGES, IncomingMessage.class).stream()
                .filter(message -> message.getClientId().equals(clientId))
                .toList();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
