package io.parley.egress;

import io.parley.schemas.Positions;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Tabs of many clients on a real broker, and the worker that says things to them. One thread does both.
final class LiveTabs implements AutoCloseable {

    private static final int SLOTS = 4;

    private final AvroWire<AgentReply> entryWire = new AvroWire<>(AgentReply.class);
    private final AvroWire<SocketSession> sessionWire = new AvroWire<>(SocketSession.class);
    private final AvroWire<Outbound> outboundWire = new AvroWire<>(Outbound.class);
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> reader;
    private final Random random;
    private final List<Tab> tabs = new ArrayList<>();
    private final Map<String, List<Long>> logs = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int said;
    private int gaps;

    LiveTabs(Broker broker, Random random) {
        producer = broker.producer();
        reader = broker.reader(Topics.outbound("web"));
        this.random = random;
    }

    void open(List<String> clients) throws Exception {
        for (var client : clients) {
            logs.put(client, new ArrayList<>());
            var tab = new Tab(client, random.nextInt(SLOTS), tabs.size() + 1);
            tabs.add(tab);
            tab.announce(false);
        }
    }

    /// Says about 300 entries a second, a tenth of them twice, and lets the tabs read.
    void load(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            say();
            read(Duration.ofMillis(2));
        }
    }

    /// The same, until the tabs have got so many more: the router is at work then.
    void loadUntilReceived(int more) throws Exception {
        int wanted = received() + more;
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (received() < wanted) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nothing comes through");
            }
            load(Duration.ofMillis(100));
        }
    }

    private int received() {
        return tabs.stream().mapToInt(tab -> tab.got.size()).sum();
    }

    /// What tabs still lack.
    List<String> missing() throws Exception {
        read(Duration.ofMillis(200));
        return tabs.stream()
                .filter(tab -> !tab.got.equals(tab.log()))
                .map(tab -> tab.client + " has " + tab.got + " of " + tab.log())
                .toList();
    }

    List<String> violations() {
        return violations;
    }

    int said() {
        return said;
    }

    int gaps() {
        return gaps;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        reader.close();
    }

    private void say() throws Exception {
        var client = tabs.get(random.nextInt(tabs.size())).client;
        var entry = AgentReply.newBuilder()
                .setReplyId("r" + said)
                .setClientId(client)
                .setTenant("shoes")
                .setChannel("web")
                .setChannelAccount("shoes-web")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent("entry " + said)
                .setCreatedAt(Instant.EPOCH)
                .build();
        said++;
        long offset = write(Topics.AGENT_REPLIES, client, entryWire.encode(entry));
        logs.getOrDefault(client, new ArrayList<>()).add(offset);
        if (random.nextInt(10) == 0) {
            write(Topics.AGENT_REPLIES, client, entryWire.encode(entry));
        }
    }

    private long write(String topic, String key, byte[] value)
            throws InterruptedException, ExecutionException, TimeoutException {
        return producer.send(new ProducerRecord<>(topic, key, value))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private void read(Duration wait) throws Exception {
        for (var record : reader.poll(wait)) {
            var outbound = outboundWire.decode(record.value());
            checkPartition(record, outbound);
            for (var tab : tabs) {
                tab.read(outbound);
            }
        }
    }

    private void checkPartition(ConsumerRecord<String, byte[]> record, Outbound outbound) {
        if (record.partition() != outbound.getSlot()) {
            violations.add("slot %d in partition %d".formatted(outbound.getSlot(), record.partition()));
        }
    }

    private final class Tab {

        private final String client;
        private final int slot;
        private final long connection;
        private final List<Long> got = new ArrayList<>();
        private @Nullable Position last;
        private boolean live;

        Tab(String client, int slot, long connection) {
            this.client = client;
            this.slot = slot;
            this.connection = connection;
        }

        List<Long> log() {
            return logs.getOrDefault(client, List.of());
        }

        void announce(boolean again) throws Exception {
            live = false;
            var open = SocketSession.newBuilder()
                    .setClientId(client)
                    .setTenant("shoes")
                    .setEvent(SessionEvent.OPEN)
                    .setSlot(slot)
                    .setBootId("boot")
                    .setConnection(connection)
                    .setSession("tab")
                    .setAfter(last == null ? null : Positions.format(last))
                    .setAgain(again)
                    .setAt(Instant.EPOCH)
                    .build();
            write(Topics.SOCKET_SESSIONS, client, sessionWire.encode(open));
        }

        void read(Outbound outbound) throws Exception {
            boolean mine = outbound.getClientId().equals(client)
                    && (outbound.getConnection() == 0 || outbound.getConnection() == connection);
            if (mine && outbound.getPayload() instanceof SessionMark mark) {
                mark(mark);
            } else if (mine) {
                entry(outbound);
            }
        }

        private void mark(SessionMark mark) throws Exception {
            if (!mark.getRecovered() || mark.getTakenOver()) {
                violations.add(client + " got " + mark);
            }
            long head = mark.getPosition().map(Position::getOffset).orElse(-1L);
            if (head > lastOffset()) {
                gap();
            } else {
                live = true;
            }
        }

        private void entry(Outbound outbound) throws Exception {
            var position = outbound.getPosition().orElseThrow();
            long previous = outbound.getPrevious().map(Position::getOffset).orElse(-1L);
            if (position.getOffset() <= lastOffset()) {
                return;
            }
            if (previous == lastOffset()) {
                got.add(position.getOffset());
                last = position;
            } else if (live) {
                gap();
            }
        }

        private void gap() throws Exception {
            gaps++;
            announce(true);
        }

        private long lastOffset() {
            return last == null ? -1 : last.getOffset();
        }
    }
}
