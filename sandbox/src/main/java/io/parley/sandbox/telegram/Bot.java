package io.parley.sandbox.telegram;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What Telegram knows of one bot.
final class Bot {

    /// A press must be answered while the update of it lives (tdlib/telegram-bot-api, Client.cpp).
    private static final Duration QUERY_LIVES = Duration.ofSeconds(150);

    /// So that ids are never those of an earlier run, which Parley remembers.
    private static final long EPOCH = 1_700_000_000L;

    /// Where updates go.
    ///
    /// @param url as it was set; the sandbox posts to its own ingress all the same
    /// @param allowed kinds of update; null for all
    record Hook(
            String url,
            @Nullable String secret,
            int maxConnections,
            @Nullable Set<String> allowed) {}

    private final Clock clock;
    private final AtomicInteger updates =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(100_000_000, 1_900_000_000));
    private final Map<Long, AtomicLong> messages = new ConcurrentHashMap<>();
    private final Map<String, Instant> queries = new ConcurrentHashMap<>();
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Hook hook;
    private Instant lastSet = Instant.EPOCH;

    /// @param hook as the tenants file has it
    Bot(Clock clock, Hook hook) {
        this.clock = clock;
        this.hook = hook;
    }

    /// Grows by one, from a number chosen at random (Telegram Bot API, Update).
    int nextUpdate() {
        return updates.incrementAndGet();
    }

    /// Unique within a chat (Telegram Bot API, Message).
    long nextMessage(long chat) {
        return messages.computeIfAbsent(
                        chat, same -> new AtomicLong(clock.instant().getEpochSecond() - EPOCH))
                .incrementAndGet();
    }

    @Nullable
    Hook hook() {
        return hook;
    }

    void hook(@Nullable Hook set) {
        hook = set;
    }

    /// Whether another second has begun since the webhook was set.
    synchronized boolean maySetHook() {
        Instant now = clock.instant();
        boolean may = Duration.between(lastSet, now).compareTo(Duration.ofSeconds(1)) >= 0;
        if (may) {
            lastSet = now;
        }
        return may;
    }

    /// A new press of a button.
    String openQuery() {
        String id = String.valueOf(ThreadLocalRandom.current().nextLong(1L << 60, Long.MAX_VALUE));
        queries.values().removeIf(this::isOver);
        queries.put(id, clock.instant());
        return id;
    }

    /// Answers a press; false when it is unknown, too old or already answered.
    boolean closeQuery(String id) {
        return Optional.ofNullable(queries.remove(id))
                .filter(since -> !isOver(since))
                .isPresent();
    }

    private boolean isOver(Instant since) {
        return Duration.between(since, clock.instant()).compareTo(QUERY_LIVES) > 0;
    }

    void addTopic(long chat, long topic) {
        topics.add(chat + " " + topic);
    }

    boolean hasTopic(long chat, long topic) {
        return topics.contains(chat + " " + topic);
    }
}
