package io.parley.ingress.webhooks.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Keeps what is reported of a message from going backwards: providers report states out of order and more than once.
/// What this node has written counts; across nodes, readers of the topic take the furthest state.
final class ReceiptOrder {

    private static final int STRIPES = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<ReentrantLock> locks =
            IntStream.range(0, STRIPES).mapToObj(n -> new ReentrantLock()).toList();
    private final Cache<String, Integer> furthest;
    private final WebhookMetrics metrics;

    /// Remembers this many messages for a day.
    ReceiptOrder(int messages, WebhookMetrics metrics) {
        furthest = Caffeine.newBuilder()
                .maximumSize(messages)
                .expireAfterWrite(Duration.ofDays(1))
                .build();
        this.metrics = metrics;
    }

    /// Has those written that say something new, and remembers them if they were. Two requests about the same message
    /// wait for each other.
    ///
    /// @param write says whether Kafka has acknowledged them
    /// @return what `write` says
    boolean advance(List<DeliveryReceipt> reported, Predicate<List<DeliveryReceipt>> write)
            throws InterruptedException {
        var taken = new ArrayList<ReentrantLock>();
        try {
            for (int stripe : stripes(reported)) {
                if (!locks.get(stripe).tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
                taken.add(locks.get(stripe));
            }
            var news = news(reported);
            if (!write.test(news)) {
                return false;
            }
            news.forEach(receipt ->
                    key(receipt).ifPresent(key -> furthest.asMap().merge(key, rank(receipt.getState()), Math::max)));
            return true;
        } finally {
            taken.forEach(ReentrantLock::unlock);
        }
    }

    /// In one order for all, so that no two requests hold what the other waits for.
    private static int[] stripes(List<DeliveryReceipt> reported) {
        return reported.stream()
                .flatMap(receipt -> key(receipt).stream())
                .mapToInt(key -> Math.floorMod(key.hashCode(), STRIPES))
                .sorted()
                .distinct()
                .toArray();
    }

    private List<DeliveryReceipt> news(List<DeliveryReceipt> reported) {
        var now = new HashMap<String, Integer>();
        return reported.stream()
                .filter(receipt ->
                        key(receipt).map(key -> isNews(receipt, key, now)).orElse(true))
                .toList();
    }

    private boolean isNews(DeliveryReceipt receipt, String key, Map<String, Integer> now) {
        int rank = rank(receipt.getState());
        var known = now.getOrDefault(
                key, Optional.ofNullable(furthest.getIfPresent(key)).orElse(0));
        if (rank <= known) {
            metrics.stale(receipt.getChannel(), receipt.getState());
            return false;
        }
        now.put(key, rank);
        return true;
    }

    /// Empty for what no provider reports in an order.
    private static Optional<String> key(DeliveryReceipt receipt) {
        return rank(receipt.getState()) == 0
                ? Optional.empty()
                : receipt.getProviderId().map(id -> receipt.getChannelAccount() + " " + id);
    }

    /// Refused is further than sent, since it is found out later; delivered and read are further than refused, since
    /// somebody has it.
    private static int rank(DeliveryState state) {
        return switch (state) {
            case SENT -> 1;
            case REFUSED -> 2;
            case DELIVERED -> 3;
            case READ -> 4;
            default -> 0;
        };
    }
}
