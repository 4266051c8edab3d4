package io.parley.agent.turn;

import io.parley.agent.tenancy.DatabaseAway;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/// Things that fail now and then.
final class Unreliable {

    private Unreliable() {}

    /// A store whose database is away as long as this holds.
    static TurnStore store(TurnStore store, BooleanSupplier away) {
        return (TurnStore) Proxy.newProxyInstance(
                TurnStore.class.getClassLoader(), new Class<?>[] {TurnStore.class}, (proxy, method, arguments) -> {
                    if (away.getAsBoolean()) {
                        throw new DatabaseAway(new IllegalStateException("away"));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
