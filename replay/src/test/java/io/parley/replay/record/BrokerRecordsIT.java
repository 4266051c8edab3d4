package io.parley.replay.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.replay.Sample;
import io.parley.schemas.AccountPartitioner;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// The topics of a real broker, filled with the sample.
class BrokerRecordsIT {

    private static final EmbeddedKafkaKraftBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1);

    @BeforeAll
    static void fill() throws Exception {
        BROKER.afterPropertiesSet();
        try (var admin = Admin.create(Map.of("bootstrap.servers", BROKER.getBrokersAsString()))) {
            var names = Kept.all().stream().map(Kept::topic).toList();
            var topics = Topics.all().stream()
                    .filter(topic -> names.contains(topic.name()))
                    .toList();
            new Installation(admin, 4).ensure(topics, Map.of());
        }
        for (var kept : Kept.all()) {
            produce(kept);
        }
    }

    private static <T extends SpecificRecord> void produce(Kept<T> kept) throws Exception {
        var settings = new HashMap<>(ClientSettings.producer(Map.of("bootstrap.servers", BROKER.getBrokersAsString())));
        if (kept.equals(Kept.RECEIPTS)) {
            settings.put("partitioner.class", AccountPartitioner.class.getName());
        }
        try (var producer =
                new KafkaProducer<String, T>(settings, new StringSerializer(), new AvroSerializer<>(kept.type()))) {
            for (var record : Sample.recording().of(kept)) {
                Future<?> sent = producer.send(new ProducerRecord<>(kept.topic(), record.key(), record.value()));
                sent.get();
            }
        }
    }

    @AfterAll
    static void stop() {
        BROKER.destroy();
    }

    private static Recording read(Selection selection) {
        return new BrokerRecords(BROKER.getBrokersAsString()).read(selection);
    }

    @Test
    void all_of_a_client_and_nothing_of_others_is_read() {
        // when
        var read = read(Selection.ofClient(Sample.CLIENT));
        // then
        assertThat(read.clients()).containsExactly(Sample.CLIENT);
        assertThat(values(read.incoming()))
                .isEqualTo(values(Sample.recording().incoming()).subList(0, 3));
        assertThat(values(read.journal())).isEqualTo(values(Sample.recording().journal()));
        assertThat(values(read.receipts())).isEqualTo(values(Sample.recording().receipts()));
        assertThat(read.settings()).hasSize(2);
    }

    @Test
    void a_time_leaves_out_what_came_before_and_after() {
        // given
        var all = read(Selection.everything());
        var last = all.incoming().stream()
                .map(Logged::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        // then
        assertThat(read(between(Optional.of(last.plusMillis(1)), Optional.empty()))
                        .incoming())
                .isEmpty();
        assertThat(read(between(Optional.empty(), Optional.of(last.minusSeconds(3600))))
                        .incoming())
                .isEmpty();
        assertThat(read(between(Optional.of(last.minusSeconds(3600)), Optional.of(last)))
                        .incoming())
                .isEqualTo(all.incoming());
    }

    private static Selection between(Optional<Instant> since, Optional<Instant> until) {
        return new Selection(Optional.empty(), Optional.empty(), since, until);
    }

    private static <T> List<T> values(List<Logged<T>> records) {
        return records.stream().map(Logged::value).toList();
    }
}
