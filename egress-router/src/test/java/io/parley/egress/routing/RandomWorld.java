package io.parley.egress.routing;

import io.parley.schemas.avro.AgentReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Nodes, tabs and a router to which everything happens that may happen to them, and the simple model that says what
/// each tab must have been shown.
final class RandomWorld implements AutoCloseable {

    private static final List<String> CLIENTS =
            IntStream.range(0, 3).mapToObj(i -> "shoes:shoes-web:g." + i).toList();
    private static final int NODES = 3;

    /// After how long without a word another node may have a slot.
    private static final Duration SLOT_EXPIRED = SlotClaims.EXPIRES.plusSeconds(1);

    private static final Duration DAYS = EntryCleaning.KEPT.plusDays(1);
    private static final int MOST_AGES = 5;
    private static final int ROUNDS = 30;

    private final Random random;
    private final WorldRouter router;
    private final List<WorldNode> nodes = new ArrayList<>();
    private final List<WorldTab> tabs = new ArrayList<>();
    private final Map<String, List<Long>> logs = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Runnable> steps = new ArrayList<>();
    private int slots;
    private int ages;
    private long numbers;

    RandomWorld(long seed, Path state) {
        random = new Random(seed);
        router = new WorldRouter(random, state);
        for (int i = 0; i < NODES; i++) {
            nodes.add(new WorldNode(this, slots++));
        }
        talk();
        go();
        fail();
    }

    private void talk() {
        times(8, () -> say(pick(CLIENTS)));
        times(1, this::sayAgain);
        times(8, () -> router.work(1 + random.nextInt(8)));
        times(8, () -> pick(nodes).read(1 + random.nextInt(20)));
        times(2, router::commit);
    }

    private void go() {
        times(3, this::connect);
        times(1, this::takeOver);
        times(1, () -> leave(true));
        times(1, () -> leave(false));
        times(1, this::announceAgain);
        times(1, this::rewind);
    }

    private void fail() {
        times(1, router::crash);
        times(1, router::sendLate);
        times(1, this::killNode);
        times(1, this::pauseNode);
        times(2, this::wakeNode);
        times(1, () -> {
            if (random.nextInt(5) == 0) {
                age();
            }
        });
    }

    private void times(int weight, Runnable step) {
        steps.addAll(Collections.nCopies(weight, step));
    }

    void step() {
        pick(steps).run();
    }

    private void say(String client) {
        append(RoutingFixture.entry(client, "r" + router.entries().size()).build(), true);
    }

    private void sayAgain() {
        var all = router.entries();
        int chosen = all.isEmpty() ? 0 : random.nextInt(all.size());
        if (chosen < all.size() && router.age(chosen).compareTo(EntryCleaning.KEPT) < 0) {
            append(all.get(chosen).value(), false);
        }
    }

    private void append(AgentReply entry, boolean isNew) {
        long offset = router.append(entry);
        if (isNew) {
            logs.computeIfAbsent(entry.getClientId(), client -> new ArrayList<>())
                    .add(offset);
        }
    }

    /// A new tab, or one that comes back, whenever it went.
    private void connect() {
        var away = tabs.stream().filter(tab -> !tab.isOpen()).toList();
        var tab = away.isEmpty() || random.nextBoolean() ? new WorldTab(this, pick(CLIENTS)) : pick(away);
        if (!tabs.contains(tab)) {
            tabs.add(tab);
        }
        awake().ifPresent(tab::connect);
    }

    /// A tab's network changes: it connects anew before anybody has noticed that the old connection is lost.
    private void takeOver() {
        var open = tabs.stream().filter(WorldTab::isOpen).toList();
        if (!open.isEmpty()) {
            awake().ifPresent(pick(open)::connect);
        }
    }

    private void leave(boolean noticed) {
        anySocket().ifPresent(socket -> socket.end(noticed));
    }

    private void announceAgain() {
        anySocket().filter(WorldSocket::isSeen).ifPresent(socket -> socket.remind(random.nextBoolean()));
    }

    private void rewind() {
        anySocket().ifPresent(WorldSocket::rewind);
    }

    private void killNode() {
        var node = pick(nodes);
        node.die();
        pass(SLOT_EXPIRED);
        node.claim(random.nextBoolean() && isFree(node.slot()) ? node.slot() : freeSlot());
    }

    /// While it sleeps, another node may get its slot.
    private void pauseNode() {
        var node = pick(nodes);
        node.sleep();
        IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> pass(SLOT_EXPIRED));
        var other = pick(nodes);
        if (other.isAwake() && isFree(node.slot())) {
            other.die();
            other.claim(node.slot());
        }
    }

    private boolean isFree(int slot) {
        return nodes.stream().allMatch(node -> node.isZombie() || node.slot() != slot);
    }

    /// It still believes to hold its slot, and finds out later.
    private void wakeNode() {
        var node = pick(nodes);
        if (!node.isAwake()) {
            node.wake();
        } else if (node.isZombie()) {
            node.claim(freeSlot());
        }
    }

    /// Someone hears much, and days pass: the router cleans up.
    private void age() {
        if (ages++ < MOST_AGES) {
            var client = pick(CLIENTS);
            IntStream.range(0, EntryCleaning.KEPT_AT_LEAST + 10).forEach(i -> say(client));
            router.work(Integer.MAX_VALUE);
            router.age(DAYS);
            pass(Duration.ZERO);
            router.workNodes();
        }
    }

    private void pass(Duration time) {
        router.pass(time);
        nodes.stream().filter(node -> !node.isZombie()).forEach(WorldNode::heartbeat);
    }

    private int freeSlot() {
        pass(SLOT_EXPIRED);
        int slot = slots++ % 64;
        return nodes.stream().anyMatch(node -> node.slot() == slot) ? freeSlot() : slot;
    }

    /// Lets everything that was written be worked off and read.
    void settle() {
        nodes.stream().filter(WorldNode::isZombie).forEach(node -> {
            node.wake();
            node.claim(freeSlot());
        });
        for (int round = 0; round < ROUNDS; round++) {
            router.sendLate();
            router.work(Integer.MAX_VALUE);
            nodes.forEach(node -> node.read(Integer.MAX_VALUE));
            boolean last = round == ROUNDS - 2;
            sockets().stream()
                    .filter(socket -> last || !socket.isLive())
                    .forEach(socket -> socket.remind(!socket.isLive()));
        }
        tabs.forEach(WorldTab::check);
        sockets().stream()
                .filter(WorldSocket::isOvertaken)
                .forEach(socket -> violation(socket + " was taken over and still stands"));
    }

    private List<WorldSocket> sockets() {
        return nodes.stream().flatMap(node -> node.sockets().stream()).toList();
    }

    private Optional<WorldSocket> anySocket() {
        var all = sockets().stream().filter(WorldSocket::isReachable).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(pick(all));
    }

    private Optional<WorldNode> awake() {
        var all = nodes.stream().filter(node -> !node.isZombie()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(pick(all));
    }

    // The model

    /// Offsets of a client's entries, each once.
    List<Long> log(String client) {
        return logs.getOrDefault(client, List.of());
    }

    /// Whether the router may have forgotten an entry that a tab lacks which has seen everything up to `seen`.
    boolean mayLack(String client, long seen) {
        var log = log(client);
        return log.subList(0, Math.max(0, log.size() - EntryCleaning.KEPT_AT_LEAST)).stream()
                .anyMatch(offset -> offset > seen && router.age(offset).compareTo(EntryCleaning.KEPT) > 0);
    }

    void violation(String what) {
        violations.add(what);
    }

    List<String> violations() {
        return violations;
    }

    long received() {
        return tabs.stream().mapToLong(WorldTab::received).sum();
    }

    WorldRouter router() {
        return router;
    }

    Random random() {
        return random;
    }

    /// Never used before.
    long nextNumber() {
        return ++numbers;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() {
        router.close();
    }
}
