package io.parley.standalone.model;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// The stand-in's own record of its latest calls.
final class CallLog {

    private static final int MAX_CALLS = 20_000;

    private final Deque<Call> calls = new ArrayDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    private long total;

    /// @param hash         of the request's bytes
    /// @param outcome      `answered`, `error`, `fault` or `disconnected`: the client went before the end
    /// @param milliseconds from the request to that outcome
    record Call(long number, Instant at, String hash, Asked asked, String outcome, String fault, long milliseconds) {}

    /// What is kept of a request.
    ///
    /// @param markers what the marker pattern found in the whole prompt, in order
    record Asked(String lastUserText, List<String> markers) {
        static final Asked NOTHING = new Asked("", List.of());
    }

    void begin() {
        running.incrementAndGet();
    }

    synchronized void end(Instant at, String hash, Asked asked, String outcome, String fault, long milliseconds) {
        running.decrementAndGet();
        if (calls.size() == MAX_CALLS) {
            calls.removeFirst();
        }
        calls.addLast(new Call(++total, at, hash, asked, outcome, fault, milliseconds));
    }

    int running() {
        return running.get();
    }

    synchronized long total() {
        return total;
    }

    synchronized List<Call> matching(Predicate<Call> wanted) {
        return calls.stream().filter(wanted).toList();
    }

    synchronized void clear() {
        calls.clear();
        total = 0;
    }
}
