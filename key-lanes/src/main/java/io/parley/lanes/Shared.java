package io.parley.lanes;

import java.util.concurrent.ThreadFactory;

/// What all partitions of one [KeyLanes] have in common.
record Shared<V>(
        Settings<V> settings,
        ThreadFactory threads,
        Permits permits,
        DeadLetterOffice deadLetters,
        Backoff backoff,
        Totals totals) {

    static <V> Shared<V> of(Settings<V> settings) {
        ThreadFactory threads = Thread.ofVirtual()
                .name(settings.name() + "-lane")
                .inheritInheritableThreadLocals(false)
                .factory();
        Backoff backoff = new Backoff(settings.limits().maxBackoff());
        Totals totals = new Totals();
        return new Shared<>(
                settings,
                threads,
                new Permits(settings.limits().maxRunning(), threads),
                new DeadLetterOffice(settings.deadLetters(), backoff, totals),
                backoff,
                totals);
    }
}
