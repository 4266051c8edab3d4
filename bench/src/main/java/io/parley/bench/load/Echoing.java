package io.parley.bench.load;

import io.parley.bench.load.Order.Echo;
import io.parley.bench.load.Order.Echoed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Every open socket pings some times, so many pings under way at a time.
final class Echoing implements Loop.Job {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private final List<Tab> tabs;
    private final int atOnce;
    private final long all;
    private final Set<Tab> waiting = new HashSet<>();
    private final long start = System.nanoTime();
    private long last = start;
    private long begun;
    private long answered;

    Echoing(Loop loop, Echo order) {
        this.tabs = loop.openTabs();
        this.atOnce = Math.min(order.atOnce(), tabs.size());
        this.all = (long) order.rounds() * tabs.size();
    }

    @Override
    public @Nullable Object poll(long nanos) {
        fill();
        if (answered == all || nanos - last > PATIENCE) {
            return new Echoed(answered, all - answered, (last - start) / 1e9);
        }
        return null;
    }

    @Override
    public void pong(Tab tab) {
        if (waiting.remove(tab)) {
            answered++;
            last = System.nanoTime();
            fill();
        }
    }

    private void fill() {
        while (begun < all && waiting.size() < atOnce) {
            var tab = tabs.get((int) (begun % tabs.size()));
            if (!waiting.add(tab)) {
                return;
            }
            begun++;
            tab.ping();
        }
    }
}
