package io.parley.bench.load;

import io.parley.bench.load.Order.Open;
import io.parley.bench.load.Order.Opened;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Opens sockets, so many handshakes at a time.
final class Opening implements Loop.Job {

    private final Loop loop;
    private final Open order;
    private final long start = System.nanoTime();
    private int begun;

    Opening(Loop loop, Open order) {
        this.loop = loop;
        this.order = order;
    }

    @Override
    public @Nullable Object poll(long nanos) {
        while (begun < order.count() && loop.shaking() < order.atOnce()) {
            loop.tab(order.from() + begun++).open(order.server(), order.reading());
        }
        boolean over = nanos - start > TimeUnit.SECONDS.toNanos(order.seconds());
        if (over || isSettled()) {
            return new Opened(greeted(), (nanos - start) / 1e9, loop.complaint());
        }
        return null;
    }

    private boolean isSettled() {
        return begun == order.count() && loop.shaking() == 0 && (!loop.areComingBack() || greeted() == order.count());
    }

    private int greeted() {
        return (int) IntStream.range(order.from(), order.from() + begun)
                .filter(index -> loop.tab(index).isGreeted())
                .count();
    }
}
