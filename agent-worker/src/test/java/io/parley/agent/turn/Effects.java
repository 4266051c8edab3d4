package io.parley.agent.turn;

import io.parley.agent.model.Permits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Whatever a process does through any interface of its workplace, by names such as `TurnStore.keep`.
public final class Effects {

    public static final String ASK = "Model.ask";
    public static final String CALL = "Toolbox.call";

    /// Has no effect but in the process itself.
    private static final Set<Class<?>> OWN = Set.of(Permits.class, RunningTurns.class, TurnMetrics.class, Clock.class);

    /// After one of them nothing is open any more: what was bought before it is stored, or not wanted.
    private static final Set<String> STORING =
            Set.of("TurnStore.open", "TurnStore.keep", "TurnStore.again", "TurnStore.end", "TurnStore.silence");

    private Effects() {}

    /// Stands by on the thread that has an effect; what it throws comes instead of it.
    interface Witness {

        void before(String effect, Object[] arguments);

        void after(String effect);
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

    /// The same workplace, with a witness. A part of it that is neither watched nor known to have no effect is refused.
    static Workplace before(Witness witness, Workplace workplace) {
        return wrap(workplace, Workplace.class, witness);
    }

    private static <T> T wrap(Object value, Class<T> type, Witness witness) {
        if (type.isRecord()) {
            return wrapRecord(value, type, witness);
        }
        if (!type.isInterface()) {
            if (!OWN.contains(type)) {
                throw new AssertionError(type + " of the workplace may have effects: which ones must be killed?");
            }
            return type.cast(value);
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    var effect = type.getSimpleName() + "." + method.getName();
                    witness.before(effect, arguments == null ? new Object[0] : arguments);
                    try {
                        var result = method.invoke(value, arguments);
                        witness.after(effect);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static <T> T wrapRecord(Object value, Class<T> type, Witness witness) {
        var components = type.getRecordComponents();
        try {
            var parts = new ArrayList<Object>();
            for (var component : components) {
                parts.add(wrap(component.getAccessor().invoke(value), component.getType(), witness));
            }
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(parts.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /// The last of a process's effects, of which nothing is stored if it dies now.
    public static List<String> unstored(List<String> effects) {
        int stored = 0;
        for (int i = 0; i < effects.size(); i++) {
            stored = STORING.contains(effects.get(i)) ? i + 1 : stored;
        }
        return effects.subList(stored, effects.size());
    }

    public static int count(List<String> effects, String effect) {
        return Collections.frequency(effects, effect);
    }
}
