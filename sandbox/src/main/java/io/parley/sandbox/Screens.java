package io.parley.sandbox;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The screens of all people. A person is there from the first time that something is said of them.
public final class Screens {

    private record Key(String channel, String person) {}

    private final Clock clock;
    private final Map<Key, Screen> screens = new ConcurrentHashMap<>();

    Screens(Clock clock) {
        this.clock = clock;
    }

    /// The screen of a person, new where there is none.
    public Screen of(String channel, String person) {
        return screens.computeIfAbsent(new Key(channel, person), key -> new Screen(channel, person, clock));
    }

    public Optional<Screen> find(String channel, String person) {
        return Optional.ofNullable(screens.get(new Key(channel, person)));
    }

    /// The screen is also found under another id: a BSUID beside the phone number, a new number beside the old one.
    public void alias(String channel, String person, String other) {
        screens.put(new Key(channel, other), of(channel, person));
    }

    List<Screen> people(String channel) {
        return screens.entrySet().stream()
                .filter(entry -> entry.getKey().channel().equals(channel))
                .map(Map.Entry::getValue)
                .distinct()
                .sorted(Comparator.comparing(Screen::person))
                .toList();
    }

    void clear() {
        screens.clear();
    }
}
