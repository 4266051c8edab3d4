package io.parley.egress.routing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// Stores in memory that count how often a range of them is read.
final class CountingStores {

    private static final Set<String> RANGES = Set.of("range", "reverseRange");

    private final Map<String, AtomicInteger> ranges = new ConcurrentHashMap<>();

    /// How often a range of the store was read so far.
    int ranges(String store) {
        return counter(store).get();
    }

    KeyValueBytesStoreSupplier supplier(String store) {
        var plain = Stores.inMemoryKeyValueStore(store);
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return plain.name();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return counting(plain.get(), counter(store));
            }

            @Override
            public String metricsScope() {
                return plain.metricsScope();
            }
        };
    }

    private AtomicInteger counter(String store) {
        return ranges.computeIfAbsent(store, name -> new AtomicInteger());
    }

    @SuppressWarnings("unchecked")
    private static KeyValueStore<Bytes, byte[]> counting(KeyValueStore<Bytes, byte[]> plain, AtomicInteger ranges) {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                CountingStores.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (proxy, method, arguments) -> {
                    if (RANGES.contains(method.getName())) {
                        ranges.incrementAndGet();
                    }
                    try {
                        return method.invoke(plain, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                });
    }
}
