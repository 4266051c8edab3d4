package io.parley.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// The latest entries of a log, numbered from 1 without gaps.
final class Ring<T extends Ring.Numbered> {

    /// An entry that knows its number.
    interface Numbered {
        long n();
    }

    private final int capacity;
    private final List<T> entries = new ArrayList<>();
    private long last;

    Ring(int capacity) {
        this.capacity = capacity;
    }

    synchronized T add(LongFunction<T> entry) {
        T made = entry.apply(++last);
        if (entries.size() < capacity) {
            entries.add(made);
        } else {
            entries.set(slot(last), made);
        }
        return made;
    }

    /// Those after number `n`, oldest first.
    synchronized List<T> after(long n, int limit, Predicate<T> which) {
        List<T> found = new ArrayList<>();
        long first = Math.max(n, last - entries.size()) + 1;
        for (long number = first; number <= last && found.size() < limit; number++) {
            T entry = entries.get(slot(number));
            if (which.test(entry)) {
                found.add(entry);
            }
        }
        return found;
    }

    /// Begins again with 1.
    synchronized void clear() {
        entries.clear();
        last = 0;
    }

    private int slot(long number) {
        return (int) ((number - 1) % capacity);
    }
}
