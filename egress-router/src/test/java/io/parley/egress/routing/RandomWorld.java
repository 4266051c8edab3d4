package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.INCARNATION;

import io.parley.schemas.Positions;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/// Two logs, a router that may die, nodes that read what it wrote, and tabs that follow the rules of a reader.
final class RandomWorld implements AutoCloseable {

    private static final List<String> CLIENTS =
            IntStream.range(0, 3).mapToObj(i -> "shoes:shoes-web:g." + i).toList();

    private Instant now = RoutingFixture.START;
    private final Random random;
    private final Path state;
    private final List<Logged<AgentReply>> entries = new ArrayList<>();
    private final List<Logged<SocketSession>> sessions = new ArrayList<>();
    private final Map<String, List<Long>> logs = new HashMap<>();
    private final Deque<Outbound> outputs = new ArrayDeque<>();
    private final List<Tab> tabs = new ArrayList<>();
    private final List<Tab> gone = new ArrayList<>();
    private final String[] boots = {"boot-0-0", "boot-1-0", "boot-2-0"};
    private final List<String> violations = new ArrayList<>();
    private RoutingFixture router;
    private int unflushed;
    private int restarts;
    private long connections;
    private int worked;
    private int workedSessions;
    private int committed;
    private int committedSessions;
    private Map<String, List<KeyValue<Object, Object>>> committedRows;

    RandomWorld(long seed, Path state) {
        random = new Random(seed);
        this.state = state;
        router = new RoutingFixture(state.resolve("0"));
        committedRows = router.stored();
        for (int slot = 0; slot < boots.length; slot++) {
            router.node(slot, boots[slot], NodeEvent.CLAIM);
        }
    }

    void step() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> say();
            case 6 -> sayAgain();
            case 7, 8, 9 -> connect();
            case 10 -> leave();
            case 11 -> announceAgain();
            case 12, 13, 14, 15, 16 -> work(1 + random.nextInt(8));
            case 17, 18, 19, 20 -> deliver(1 + random.nextInt(20));
            case 21, 22 -> commit();
            default -> fail();
        }
    }

    /// Lets everything that was written be worked off and read.
    void settle() {
        for (int round = 0; round < 20 && (round == 0 || workedSessions < sessions.size()); round++) {
            work(Integer.MAX_VALUE);
            deliver(Integer.MAX_VALUE);
        }
        tabs.forEach(this::checkWhole);
        gone.forEach(this::checkBeginning);
    }

    List<String> violations() {
        return violations;
    }

    long received() {
        return tabs.stream().mapToLong(tab -> tab.got.size()).sum()
                + gone.stream().mapToLong(tab -> tab.got.size()).sum();
    }

    @Override
    public void close() {
        router.close();
    }

    private void say() {
        var client = pick(CLIENTS);
        append(RoutingFixture.entry(client, "r" + entries.size()).build(), true);
    }

    private void sayAgain() {
        if (!entries.isEmpty()) {
            append(pick(entries).value, false);
        }
    }

    private void append(AgentReply entry, boolean isNew) {
        long offset = entries.size();
        entries.add(new Logged<>(entry, tick()));
        if (isNew) {
            logs.computeIfAbsent(entry.getClientId(), client -> new ArrayList<>())
                    .add(offset);
        }
    }

    private void connect() {
        var before = gone.isEmpty() || random.nextBoolean() ? null : gone.remove(random.nextInt(gone.size()));
        var tab = new Tab(before == null ? pick(CLIENTS) : before.client, random.nextInt(boots.length));
        if (before != null) {
            tab.follow(before);
        }
        tabs.add(tab);
        tab.open(false);
    }

    private void leave() {
        if (!tabs.isEmpty()) {
            var tab = tabs.remove(random.nextInt(tabs.size()));
            gone.add(tab);
            tab.write(tab.said(SessionEvent.CLOSE));
        }
    }

    private void announceAgain() {
        if (!tabs.isEmpty()) {
            var tab = pick(tabs);
            tab.write(tab.said(SessionEvent.OPEN).setResume(false).setAgain(true));
        }
    }

    private void work(int records) {
        for (int i = 0; i < records && (worked < entries.size() || workedSessions < sessions.size()); i++) {
            boolean entry = workedSessions >= sessions.size() || (worked < entries.size() && random.nextBoolean());
            if (entry) {
                var next = entries.get(worked++);
                router.setNow(next.at);
                router.say(next.value);
            } else {
                var next = sessions.get(workedSessions++);
                router.setNow(next.at);
                router.session(SocketSession.newBuilder(next.value));
            }
            var written = router.web();
            outputs.addAll(written);
            unflushed += written.size();
        }
    }

    private void commit() {
        committed = worked;
        committedSessions = workedSessions;
        committedRows = router.stored();
        unflushed = 0;
    }

    private void fail() {
        if (random.nextInt(3) == 0) {
            restartNode(random.nextInt(boots.length));
        } else {
            crash();
        }
    }

    /// The stores come back as they were, or as they were at the last commit; the records since then come again. Of
    /// what was written since then, the last may never have left.
    private void crash() {
        for (int lost = random.nextInt(unflushed + 1); lost > 0 && !outputs.isEmpty(); lost--) {
            outputs.removeLast();
        }
        unflushed = 0;
        var rows = random.nextBoolean() ? router.stored() : committedRows;
        router.close();
        restarts++;
        router = new RoutingFixture(state.resolve(Integer.toString(restarts)));
        router.setNow(now);
        for (int slot = 0; slot < boots.length; slot++) {
            router.node(slot, boots[slot], NodeEvent.CLAIM);
        }
        router.skipTo(committed, committedSessions);
        router.restore(rows);
        worked = committed;
        workedSessions = committedSessions;
    }

    private void restartNode(int slot) {
        boots[slot] = "boot-" + slot + "-" + sessions.size() + "-" + restarts + "-" + random.nextInt();
        now = now.plusSeconds(11);
        router.setNow(now);
        for (int other = 0; other < boots.length; other++) {
            router.node(other, boots[other], other == slot ? NodeEvent.CLAIM : NodeEvent.HEARTBEAT);
        }
        var lost = tabs.stream().filter(tab -> tab.slot == slot).toList();
        tabs.removeAll(lost);
        gone.addAll(lost);
    }

    private void deliver(int count) {
        for (int i = 0; i < count && !outputs.isEmpty(); i++) {
            var outbound = outputs.removeFirst();
            List.copyOf(tabs).stream().filter(tab -> tab.isMeant(outbound)).forEach(tab -> tab.read(outbound));
        }
    }

    private void checkWhole(Tab tab) {
        if (!tab.live) {
            violations.add("never resumed: " + tab);
        }
        if (!tab.got.equals(wanted(tab))) {
            violations.add("%s got %s instead of %s".formatted(tab, tab.got, wanted(tab)));
        }
    }

    private void checkBeginning(Tab tab) {
        var wanted = wanted(tab);
        if (tab.got.size() > wanted.size() || !tab.got.equals(wanted.subList(0, tab.got.size()))) {
            violations.add("%s got %s, which does not begin %s".formatted(tab, tab.got, wanted));
        }
    }

    private List<Long> wanted(Tab tab) {
        return logs.getOrDefault(tab.client, List.of()).stream()
                .filter(offset -> offset > tab.from)
                .toList();
    }

    /// A new log time, later than all before.
    private Instant tick() {
        now = now.plusMillis(1);
        return now;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// A record with its log time.
    private record Logged<T>(T value, Instant at) {}

    /// A tab with its browser's memory: what it got, and the last position seen.
    private final class Tab {

        private final String client;
        private final int slot;
        private final String boot;
        private final long connection = ++connections;
        private final String session = "tab" + random.nextInt();
        private final List<Long> got = new ArrayList<>();
        private final int history = random.nextInt(4);
        private @Nullable Long last;
        private long from;
        private boolean live;

        Tab(String client, int slot) {
            this.client = client;
            this.slot = slot;
            boot = boots[slot];
            // With no position, the log from the last entries before the socket opened, as far as they are known then.
            from = Long.MAX_VALUE;
        }

        void follow(Tab before) {
            got.addAll(before.got);
            last = before.last;
            from = before.last == null ? Long.MAX_VALUE : before.from;
        }

        void open(boolean again) {
            live = false;
            write(said(SessionEvent.OPEN).setAgain(again).setHistory(history));
        }

        SocketSession.Builder said(SessionEvent event) {
            var after = last == null ? null : Positions.format(new Position(INCARNATION, last));
            return RoutingFixture.session(client, slot, boot, connection, event)
                    .setSession(session)
                    .setAfter(after);
        }

        void write(SocketSession.Builder said) {
            sessions.add(new Logged<>(said.build(), tick()));
        }

        boolean isMeant(Outbound outbound) {
            return outbound.getClientId().equals(client)
                    && outbound.getSlot() == slot
                    && outbound.getBootId().equals(boot)
                    && (outbound.getConnection() == 0 || outbound.getConnection() == connection);
        }

        void read(Outbound outbound) {
            switch (outbound.getPayload()) {
                case SessionMark mark -> mark(mark);
                case AgentReply entry -> entry(outbound);
                default -> violations.add("unexpected: " + outbound);
            }
        }

        private void mark(SessionMark mark) {
            if (mark.getTakenOver() || !mark.getRecovered()) {
                violations.add("unexpected mark: " + mark + " for " + this);
            }
            long head = mark.getPosition().map(Position::getOffset).orElse(-1L);
            if (last == null) {
                from = head;
                last = head < 0 ? null : head;
            }
            if (last != null && head > last) {
                open(true);
            } else {
                live = true;
            }
        }

        /// An answer to an OPEN may be repeated after a crash, and be another by then: it, too, must follow on.
        private void entry(Outbound outbound) {
            long offset = outbound.getPosition().orElseThrow().getOffset();
            long previous = outbound.getPrevious().map(Position::getOffset).orElse(-1L);
            checkPrevious(offset, previous);
            boolean resumed = outbound.getConnection() != 0;
            if ((last != null && offset <= last) || (!live && !resumed)) {
                return;
            }
            boolean follows = last == null ? resumed || previous == -1 : previous <= last;
            if (follows) {
                accept(offset);
            } else if (live) {
                open(true);
            }
        }

        private void accept(long offset) {
            if (last == null && from == Long.MAX_VALUE) {
                from = offset - 1;
            }
            got.add(offset);
            last = offset;
        }

        private void checkPrevious(long offset, long previous) {
            var log = logs.getOrDefault(client, List.of());
            int index = log.indexOf(offset);
            long wanted = index <= 0 ? -1 : log.get(index - 1);
            if (index < 0 || previous != wanted) {
                violations.add("%d after %d instead of %d".formatted(offset, previous, wanted));
            }
        }

        @Override
        public String toString() {
            return "tab %d of %s from %d".formatted(connection, client, from);
        }
    }
}
