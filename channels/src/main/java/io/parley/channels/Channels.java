package io.parley.channels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every kind of channel in this process.
public final class Channels {

    private final Map<String, Channel> byKind = new TreeMap<>();

    /// @throws IllegalArgumentException when two have the same kind
    public Channels(List<Channel> channels) {
        channels.forEach(channel -> {
            if (byKind.put(channel.kind(), channel) != null) {
                throw new IllegalArgumentException("two channels of kind " + channel.kind());
            }
        });
    }

    /// All, in the order of their names.
    public List<Channel> all() {
        return List.copyOf(byKind.values());
    }

    public List<String> kinds() {
        return List.copyOf(byKind.keySet());
    }

    public Optional<Channel> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }
}
