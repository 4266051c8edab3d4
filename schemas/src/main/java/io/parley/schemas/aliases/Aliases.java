package io.parley.schemas.aliases;

import io.parley.schemas.ClientId;
import io.parley.schemas.avro.ClientAlias;
import java.time.Instant;
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

    private record Move(String alias, Instant at) {}

    private final Map<String, Known> byAlias = new ConcurrentHashMap<>();
    private final Map<String, NavigableMap<Long, Move>> moves = new ConcurrentHashMap<>();
    private final Map<String, Integer> otherIds = new ConcurrentHashMap<>();

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
                .map(newest -> ClientId.parse(newest.getValue().alias()).externalId());
    }

    /// Whether it is known already that the client moved to this alias then, or has done so again since.
    public boolean isMoveKnown(String clientId, String alias, Instant at) {
        var known = moves.get(clientId);
        return known != null
                && known.values().stream()
                        .anyMatch(
                                move -> move.alias().equals(alias) && !move.at().isBefore(at));
    }

    /// Whether the person of this client is known by another id than the one in the client_id, without having moved.
    public boolean hasOtherIds(String clientId) {
        return otherIds.containsKey(clientId);
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
                    .put(offset, new Move(key, record.getAt()));
        } else if (!clientId.equals(key)) {
            otherIds.merge(clientId, 1, Integer::sum);
        }
    }

    private void forget(String alias) {
        var before = byAlias.remove(alias);
        if (before != null && !forgetMove(before) && !before.clientId().equals(alias)) {
            otherIds.computeIfPresent(before.clientId(), (client, number) -> number == 1 ? null : number - 1);
        }
    }

    private boolean forgetMove(Known known) {
        var all = moves.get(known.clientId());
        if (all == null || all.remove(known.offset()) == null) {
            return false;
        }
        moves.computeIfPresent(known.clientId(), (client, left) -> left.isEmpty() ? null : left);
        return true;
    }
}
