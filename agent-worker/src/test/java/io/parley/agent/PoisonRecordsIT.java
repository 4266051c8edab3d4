package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Records that can never be handled go to the dead letters and hold up nobody.
class PoisonRecordsIT {

    private static final Installed INSTALLED = Installed.shared();
    private static final AvroWire<IncomingMessage> WIRE = new AvroWire<>(IncomingMessage.class);
    private static final String CLIENT = "shoes:shoes-web:g.poisoned";

    @BeforeAll
    static void start() {
        INSTALLED.worker();
    }

    private static void write(@Nullable String key, byte @Nullable [] value) {
        INSTALLED.send(new ProducerRecord<>(
                Topics.INCOMING_MESSAGES, Partitioning.forClient(CLIENT, Installed.PARTITIONS), key, value));
    }

    private static List<String> deadReasons() {
        return INSTALLED.raw(Topics.dead(Topics.INCOMING_MESSAGES)).stream()
                .map(letter -> Optional.ofNullable(letter.headers().lastHeader(HeaderNames.DEAD_REASON)))
                .flatMap(Optional::stream)
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void poison_is_dead_lettered_with_its_reason_and_the_client_behind_it_is_served() throws Exception {
        // given
        var foreign = Installed.message("queue:queue-web:g.victim", "1", "another tenant's words");
        // when
        write(CLIENT, "no avro".getBytes(StandardCharsets.UTF_8));
        write(null, WIRE.encode(Installed.message(CLIENT, "x", "no key")));
        write(CLIENT, new byte[5 << 20]);
        write(CLIENT, WIRE.encode(foreign));
        write("not a client", WIRE.encode(foreign));
        INSTALLED.send(Installed.message(CLIENT, "1", "still there?"));
        // then
        var answer = INSTALLED.awaitReply(CLIENT, entry -> entry.getAuthor() == Author.AGENT);
        assertThat(answer.getContent()).isEqualTo("Heard: still there?");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(deadReasons()).contains("undecodable", "null-key", "too-large", "wrong-key"));
        assertThat(INSTALLED.replies("queue:queue-web:g.victim")).isEmpty();
        assertThat(INSTALLED.worker().get("/actuator/prometheus").body())
                .contains("parley_dead_letters_total{reason=\"too-large\",topic=\"incoming-messages\"} 1.0");
    }

    @Test
    void a_record_in_the_wrong_partition_is_sent_to_the_right_one() throws Exception {
        // given
        var client = "shoes:shoes-web:g.misplaced";
        int wrong = (Partitioning.forClient(client, Installed.PARTITIONS) + 1) % Installed.PARTITIONS;
        var message = Installed.message(client, "1", "from elsewhere");
        // when
        INSTALLED.send(new ProducerRecord<>(Topics.INCOMING_MESSAGES, wrong, client, WIRE.encode(message)));
        // then
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
        assertThat(answer.getInReplyTo()).containsExactly(message.getMessageId());
        assertThat(INSTALLED.replies(client)).hasSize(2);
        assertThat(INSTALLED.worker().get("/actuator/prometheus").body()).contains("parley_misplaced_total 1.0");
    }

    @Test
    void text_that_the_database_cannot_hold_is_answered_all_the_same() {
        var client = "shoes:shoes-web:g.nul";
        INSTALLED.send(Installed.message(client, "1", "zero\u0000byte"));
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(answer.getContent()).isEqualTo("Heard: zerobyte");
    }
}
