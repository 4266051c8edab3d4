package io.parley.schemas.aliases;

import io.parley.schemas.ClientId;
import io.parley.schemas.avro.ClientAlias;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What `client-aliases` says so far. The newest record of an alias holds. One thread applies, any thread asks.
public final class Aliases {

    /// Reason of an alias: the person has this external id instead of the one before, and is reached by it.
    public static final String MOVED = "moved";

    /// Reason of an alias: the person has this external id as well; it says nothing about where they are reached.
    public static final String SAME_PERSON = "same-person";

    private record Known(String clientId, long offset) {}

    private final Map<String, Known> byAlias = new ConcurrentHashMap<>();
    private final Map<String, NavigableMap<Long, String>> moves = new ConcurrentHashMap<>();

    /// Whose client the person is of whom this client_id would be made. A client that has been seen by its own id only
    /// may stand here as its own alias.
    ///
    /// @return empty where nothing is known: then it is a client of its own
    public Optional<String> clientIdOf(String alias) {
        return Optional.ofNullable(byAlias.get(alias)).map(Known::clientId);
    }

    /// The external id to which a client has moved last.
    ///
    /// @return empty where the one in the client_id still holds
    public Optional<String> currentExternalId(String clientId) {
        return Optional.ofNullable(moves.get(clientId))
                .map(NavigableMap::lastEntry)
                .map(newest -> ClientId.parse(newest.getValue()).externalId());
    }

    /// Takes in the topic's next record.
    ///
    /// @param record null takes the alias away
    /// @throws IllegalArgumentException when the record's ids are no client ids, or its key is not its alias; then
    /// nothing has changed
    public void apply(long offset, String key, @Nullable ClientAlias record) {
        if (record == null) {
            forget(key);
            return;
        }
        if (!key.equals(record.getAlias())) {
            throw new IllegalArgumentException("the key is not the alias");
        }
        ClientId.parse(key);
        ClientId.parse(record.getClientId());
        forget(key);
        // Most clients are their own alias: one text for both.
        var clientId = record.getClientId().equals(key) ? key : record.getClientId();
        byAlias.put(key, new Known(clientId, offset));
        if (record.getReason().equals(MOVED)) {
            moves.computeIfAbsent(clientId, client -> new ConcurrentSkipListMap<>())
                    .put(offset, key);
        }
    }

    private void forget(String alias) {
        var before = byAlias.remove(alias);
        if (before != null) {
            moves.computeIfPresent(before.clientId(), (client, all) -> {
                all.remove(before.offset());
                return all.isEmpty() ? null : all;
            });
        }
    }
}
