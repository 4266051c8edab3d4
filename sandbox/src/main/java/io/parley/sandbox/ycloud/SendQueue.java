package io.parley.sandbox.ycloud;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// What waits to be pushed to WhatsApp, for each sender in order, at 60 a second (YCloud API reference, enqueue a
/// WhatsApp message).
final class SendQueue {

    private static final Duration BETWEEN = Duration.ofSeconds(1).dividedBy(60);

    private final Map<String, Queue<Runnable>> senders = new ConcurrentHashMap<>();

    void add(String sender, Runnable push) {
        senders.compute(sender, (same, before) -> {
            var line = before == null ? new ArrayDeque<Runnable>() : before;
            line.add(push);
            if (before == null) {
                Thread.ofVirtual().name("ycloud-queue-", 0).start(() -> pushAll(sender));
            }
            return line;
        });
    }

    private void pushAll(String sender) {
        var next = new Runnable[1];
        do {
            senders.computeIfPresent(sender, (same, line) -> {
                next[0] = line.poll();
                return next[0] == null ? null : line;
            });
            if (next[0] != null) {
                next[0].run();
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        } while (next[0] != null && senders.containsKey(sender));
    }

    void forget() {
        senders.clear();
    }
}
