package io.parley.channels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who writes, as the provider knows them.
///
/// @param ids external ids of the same person, at least one, the most durable first; the frame takes the client_id that
/// one of them has already, else makes it of the first, and remembers the others as aliases
/// @param thread forum topic or thread, where each is a conversation of its own
/// @param secondary whether the one id may later turn out to be another one's second: the frame remembers that it has a
/// client of its own, so that a message with both finds that one
public record Person(List<String> ids, @Nullable String thread, boolean secondary) {

    public Person {
        ids = List.copyOf(ids);
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a person without an id");
        }
    }

    public Person(List<String> ids, @Nullable String thread) {
        this(ids, thread, false);
    }

    public static Person of(String id) {
        return new Person(List.of(id), null);
    }

    /// Known by an id only that may be another one's second.
    public static Person ofSecondary(String id) {
        return new Person(List.of(id), null, true);
    }

    /// In this thread.
    public Person in(@Nullable String other) {
        return new Person(ids, other, secondary);
    }
}
