package io.parley.egress.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.channels.Limit;
import io.parley.channels.Outcome;
import io.parley.egress.Broker;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Delivery between a real broker and a provider of our own, in one process or two.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryIT {

    private static final int PARTITIONS = 6;
    private static final String OUTBOUND = Topics.outbound(PigeonPost.KIND);
    private static final AvroWire<Outbound> WIRE = new AvroWire<>(Outbound.class);
    private static final AvroWire<DeliveryReceipt> RECEIPT = new AvroWire<>(DeliveryReceipt.class);

    private final Broker broker = new Broker();
    private final List<SenderProcess> processes = new ArrayList<>();
    private final Admin admin = broker.admin();
    private final KafkaProducer<String, byte[]> producer = broker.producer();
    private RecordingSender sender = new RecordingSender();
    private long position;

    @BeforeAll
    void install() throws Exception {
        new Installation(admin, PARTITIONS)
                .ensure(Topics.all(List.of(PigeonPost.KIND)), Groups.deliveries(List.of(PigeonPost.KIND)));
    }

    @BeforeEach
    void aProviderOfItsOwn() {
        sender = new RecordingSender();
    }

    @AfterEach
    void end() {
        processes.forEach(SenderProcess::close);
        processes.clear();
    }

    @AfterAll
    void stop() {
        producer.close();
        admin.close();
        broker.close();
    }

    @Test
    void replies_arrive_in_order_however_often_the_provider_says_later() {
        var asked = new AtomicInteger();
        sender.otherwise = (piece, to) -> asked.incrementAndGet() % 7 == 0
                ? new Outcome.Later(Duration.ofMillis(50), Limit.Scope.ACCOUNT, "429")
                : sender.deliver(piece, to);
        var clients = clients("order", 20);

        process(Duration.ZERO);
        for (int i = 0; i < 5; i++) {
            for (var client : clients) {
                say(client, client + "." + i, i + "a\n" + i + "b");
            }
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> sender.delivered.size() == 200);
        var expected = List.of("0a", "0b", "1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b");
        assertThat(perPerson().values()).hasSize(20).allMatch(expected::equals);
    }

    @Test
    void a_blocked_chat_delays_no_other() {
        sender.otherwise = (piece, to) -> to.externalId().equals("stuck")
                ? new Outcome.Later(Duration.ofMinutes(5), Limit.Scope.CLIENT, "429")
                : sender.deliver(piece, to);
        process(Duration.ZERO);
        say("shoes:shoes-pigeon:stuck", "stuck.1", "never");

        for (int i = 0; i < 50; i++) {
            say("shoes:shoes-pigeon:free" + i, "free" + i, "hello");
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> sender.delivered.size() == 50);
    }

    @Test
    void killed_between_call_and_answer_it_is_in_doubt_and_sent_once_more_marked() throws Exception {
        var client = "shoes:shoes-pigeon:doubt";
        var called = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        sender.answers.add((piece, to) -> {
            var _ = sender.deliver(piece, to);
            called.countDown();
            never.await();
            return new Outcome.Unknown("killed");
        });
        var killed = process(Duration.ZERO);
        say(client, "doubt.1", "one\ntwo");
        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();

        killed.abandon();
        process(Duration.ZERO);

        await().atMost(Duration.ofSeconds(30)).until(() -> states(client).contains("SENT 2"));
        assertThat(states(client))
                .containsExactly("SENDING 1", "UNKNOWN 1", "SENDING 1 again", "SENT 1 again", "SENDING 2", "SENT 2");
        assertThat(sender.delivered).containsExactly("doubt one", "doubt one", "doubt two");
    }

    @Test
    void paused_between_announcement_and_call_the_former_owner_stays_silent() {
        var client = "shoes:shoes-pigeon:fence";
        var paused = process(Duration.ZERO);
        say(client, "fence.0", "zero");
        await().atMost(Duration.ofSeconds(20)).until(() -> states(client).contains("SENT 1"));
        paused.pause();
        say(client, "fence.1", "one");
        await().until(() -> states(client).size() == 3);

        var other = process(Duration.ZERO);
        var thread = Thread.ofVirtual().start(paused::leaveGroup);
        await().atMost(Duration.ofSeconds(30)).until(() -> states(client).size() >= 6);
        paused.resume();

        await().until(() -> !thread.isAlive());
        assertThat(other.events).hasSize(1);
        assertThat(sender.delivered).containsExactly("fence zero", "fence one");
        assertThat(states(client))
                .startsWith("SENDING 1", "SENT 1", "SENDING 1", "UNKNOWN 1", "SENDING 1 again", "SENT 1 again");
    }

    @Test
    void two_thousand_lanes_at_once() {
        sender.otherwise = (piece, to) -> {
            Thread.sleep(50);
            return sender.deliver(piece, to);
        };
        sender.limits = List.of(new Limit(Limit.Scope.ACCOUNT, 100_000, Duration.ofSeconds(1), 100_000));
        process(Duration.ZERO);
        var clients = clients("crowd", 2000);
        long begun = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            for (var client : clients) {
                say(client, client + "." + i, "m" + i);
            }
        }

        await().atMost(Duration.ofSeconds(90)).until(() -> sender.delivered.size() == 10_000);

        System.out.printf(
                "10000 messages on 2000 lanes: %d a second%n", 10_000_000_000_000L / (System.nanoTime() - begun));
        assertThat(perPerson().values()).hasSize(2000).allMatch(List.of("m0", "m1", "m2", "m3", "m4")::equals);
    }

    @Test
    void bytes_that_are_no_record_go_to_the_dead_letters() {
        process(Duration.ZERO);
        var _ = producer.send(new ProducerRecord<>(OUTBOUND, 0, "shoes:shoes-pigeon:x", new byte[] {1, 2, 3}));

        try (var reader = broker.reader(Topics.dead(OUTBOUND))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    private SenderProcess process(Duration formerOwner) {
        var process = new SenderProcess(broker.address(), PigeonPost.with(sender), formerOwner);
        processes.add(process);
        return process.start();
    }

    private static List<String> clients(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "shoes:shoes-pigeon:" + name + i)
                .toList();
    }

    private void say(String client, String replyId, String content) {
        AgentReply entry =
                Office.entry(client, replyId, content, Clock.systemUTC()).build();
        int partition = Partitioning.forAccount("shoes", "shoes-pigeon", PARTITIONS);
        var _ = producer.send(new ProducerRecord<>(
                OUTBOUND, partition, client, WIRE.encode(Office.outbound(entry, client, position++))));
    }

    private Map<String, List<String>> perPerson() {
        synchronized (sender.delivered) {
            return sender.delivered.stream()
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.groupingBy(
                            line -> line[0],
                            ConcurrentHashMap::new,
                            Collectors.mapping(line -> line[1], Collectors.toList())));
        }
    }

    private List<String> states(String client) {
        var found = new ArrayList<String>();
        try (var reader = broker.reader(Topics.DELIVERY_RECEIPTS)) {
            var ends = reader.endOffsets(reader.assignment());
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(50)).forEach(record -> {
                    if (record.key().equals(client)) {
                        var receipt = RECEIPT.decode(record.value());
                        found.add(receipt.getState() + " " + receipt.getPiece()
                                + (receipt.getPossibleDuplicate() ? " again" : ""));
                    }
                });
            }
        }
        return found;
    }
}
