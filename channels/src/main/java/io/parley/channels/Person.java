package io.parley.channels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who writes, as the provider knows them.
///
/// @param ids external ids of the same person, at least one, the most durable first; the frame takes the client_id that
///     one of them has already, else makes it of the first, and remembers the others as aliases
/// @param thread forum topic or thread, where each is a conversation of its own
public record Person(List<String> ids, @Nullable String thread) {

    public Person {
        ids = List.copyOf(ids);
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a person without an id");
        }
    }

    public static Person of(String id) {
        return new Person(List.of(id), null);
    }

    /// In this thread.
    public Person in(@Nullable String other) {
        return new Person(ids, other);
    }
}
