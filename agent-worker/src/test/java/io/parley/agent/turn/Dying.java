package io.parley.agent.turn;

import io.parley.agent.model.Permits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A process that dies right before or right after its n-th effect: whatever it does through any interface of its
/// workplace. From then on it has no effect at all.
final class Dying {

    /// Has no effect but in the process itself.
    private static final Set<Class<?>> OWN = Set.of(Permits.class, RunningTurns.class, TurnMetrics.class, Clock.class);

    private final int at;
    private final boolean before;
    private boolean dead;
    final List<String> effects = new ArrayList<>();

    Dying(int at, boolean before) {
        this.at = at;
        this.before = before;
    }

    /// One that lives, to see what effects there are.
    static Dying never() {
        return new Dying(Integer.MAX_VALUE, true);
    }

    /// The end of the process.
    static final class Death extends Error {}

    boolean isDead() {
        return dead;
    }

    /// Through what a process has effects.
    static List<Class<?>> watched() {
        return watched(Workplace.class).toList();
    }

    private static Stream<Class<?>> watched(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents()).flatMap(component -> watched(component.getType()))
                : Stream.<Class<?>>of(type).filter(Class::isInterface);
    }

    /// The same workplace, deadly. A part of it that is neither watched nor known to have no effect is refused.
    Workplace at(Workplace workplace) {
        return wrap(workplace, Workplace.class);
    }

    private <T> T wrap(Object value, Class<T> type) {
        if (type.isRecord()) {
            return wrapRecord(value, type);
        }
        if (!type.isInterface()) {
            if (!OWN.contains(type)) {
                throw new AssertionError(type + " of the workplace may have effects: which ones must be killed?");
            }
            return type.cast(value);
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    strike(type.getSimpleName() + "." + method.getName(), true);
                    try {
                        var result = method.invoke(value, arguments);
                        strike("", false);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private <T> T wrapRecord(Object value, Class<T> type) {
        var components = type.getRecordComponents();
        try {
            var parts = new ArrayList<Object>();
            for (var component : components) {
                parts.add(wrap(component.getAccessor().invoke(value), component.getType()));
            }
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(parts.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private void strike(String effect, boolean beforeEffect) {
        if (beforeEffect && !dead) {
            effects.add(effect);
        }
        dead = dead || (effects.size() == at && before == beforeEffect);
        if (dead) {
            throw new Death();
        }
    }
}
