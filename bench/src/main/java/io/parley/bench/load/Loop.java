package io.parley.bench.load;

import io.parley.bench.load.Order.Numbers;
import io.parley.bench.load.Order.Setup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All sockets of a load process on one thread: waits for what they and the timers bring, and carries out one order
/// after the other.
final class Loop {

    private static final int INPUT = 512 * 1024;
    private static final long BUSY_MILLIS = 1;
    private static final long IDLE_MILLIS = 100;

    private record Alarm(long nanos, Runnable action) implements Comparable<Alarm> {

        @Override
        public int compareTo(Alarm other) {
            return Long.compare(nanos, other.nanos);
        }
    }

    /// An order under way.
    interface Job {

        /// Goes on with it.
        ///
        /// @return the answer, or null as long as there is none
        @Nullable
        Object poll(long nanos);

        /// A socket has got its answer to a ping.
        default void pong(Tab tab) {}
    }

    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final Consumer<Object> answers;
    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT);
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final List<Tab> tabs = new ArrayList<>();
    private Counts counts = new Counts();
    private @Nullable Setup setup;
    private @Nullable Job job;
    private int live;
    private int shaking;
    private String complaint = "";

    Loop(Consumer<Object> answers) throws IOException {
        this.answers = answers;
        this.selector = Selector.open();
    }

    /// Safe for any thread.
    void take(Order order) {
        orders.add(order);
        selector.wakeup();
    }

    /// Never returns.
    void run() throws IOException {
        while (true) {
            step();
            long next = alarms.isEmpty()
                    ? IDLE_MILLIS
                    : TimeUnit.NANOSECONDS.toMillis(alarms.element().nanos() - System.nanoTime());
            long wait = Math.clamp(next, 1, job == null ? IDLE_MILLIS : BUSY_MILLIS);
            selector.select(key -> ((Connection) key.attachment()).ready(input), wait);
        }
    }

    private void step() {
        long now = System.nanoTime();
        while (!alarms.isEmpty() && alarms.element().nanos() <= now) {
            alarms.remove().action().run();
        }
        if (job == null && !orders.isEmpty()) {
            job = job(orders.remove());
        }
        var answer = job == null ? null : job.poll(now);
        if (answer != null) {
            job = null;
            answers.accept(answer);
        }
    }

    private Job job(Order order) {
        return switch (order) {
            case Setup given -> {
                setup = given;
                yield nanos -> tally();
            }
            case Order.Open open -> new Opening(this, open);
            case Order.Echo echo -> new Echoing(this, echo);
            case Order.AwaitLive(int count, int seconds) -> until(seconds, nanos -> live >= count);
            case Order.AwaitEntries(long count, int seconds) -> until(seconds, nanos -> counts.entries() >= count);
            case Order.Reset() -> nanos -> reset();
            case Order.Tell() -> nanos -> tally();
            case Order.TellNumbers() ->
                nanos -> new Numbers(tabs.stream().map(Tab::lastNumber).toList());
            case Order.Close close -> closing(close);
        };
    }

    private Job until(int seconds, Function<Long, Boolean> reached) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        return nanos -> reached.apply(nanos) || nanos > deadline ? tally() : null;
    }

    private Job closing(Order.Close close) {
        var leaving = tabs.subList(close.from(), close.from() + close.count());
        leaving.forEach(Tab::close);
        return until(30, nanos -> leaving.stream().allMatch(Tab::isGone));
    }

    private Tally reset() {
        var before = tally();
        counts = new Counts();
        return before;
    }

    private Tally tally() {
        return counts.tally(live);
    }

    /// The tab of an index; those before it are made, too.
    Tab tab(int index) {
        while (tabs.size() <= index) {
            tabs.add(new Tab(this, Objects.requireNonNull(setup), tabs.size()));
        }
        return tabs.get(index);
    }

    List<Tab> openTabs() {
        return tabs.stream().filter(Tab::isOpen).toList();
    }

    /// Whether who fails tries again.
    boolean areComingBack() {
        return setup != null && setup.rejoinMillis() > 0;
    }

    Selector selector() {
        return selector;
    }

    Counts counts() {
        return counts;
    }

    void later(long millis, Runnable action) {
        alarms.add(new Alarm(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), action));
    }

    void live(int change) {
        live += change;
    }

    /// Handshakes under way.
    int shaking() {
        return shaking;
    }

    void shaking(int change) {
        shaking += change;
    }

    void pong(Tab tab) {
        if (job != null) {
            job.pong(tab);
        }
    }

    /// Keeps the first.
    void complain(String reason) {
        complaint = complaint.isEmpty() ? reason : complaint;
    }

    String complaint() {
        return complaint;
    }
}
