package io.parley.ingress.webhooks.intake;

import io.parley.channels.Account;
import io.parley.channels.Person;
import io.parley.schemas.aliases.Aliases;
import io.parley.schemas.avro.ClientAlias;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who the people of one request are: which client each is by what is known, and which aliases are learnt. People of
/// the
/// same request are told apart in its order.
final class Persons {

    private final Account account;
    private final Aliases known;
    private final Instant at;
    private final Map<String, ClientAlias> learnt = new LinkedHashMap<>();
    private final Map<String, Boolean> joined = new HashMap<>();

    Persons(Account account, Aliases known, Instant at) {
        this.account = account;
        this.known = known;
        this.at = at;
    }

    /// The client that a person is, and nothing is learnt.
    String clientOf(Person person) {
        return clientOf(keys(person));
    }

    /// The client that somebody is who speaks: all their ids are theirs from now on.
    String meet(Person person) {
        var keys = keys(person);
        var client = clientOf(keys);
        if (keys.size() > 1) {
            keys.stream()
                    .filter(key -> !byAlias(key).equals(Optional.of(client)))
                    .forEach(key -> learn(key, client, Aliases.SAME_PERSON, at));
        } else if (person.secondary() && byAlias(client).isEmpty() && client.equals(keys.getFirst())) {
            learn(client, client, Aliases.SAME_PERSON, at);
        }
        return client;
    }

    /// The client that has another external id now.
    String move(Person person, String now, Instant when) {
        var client = clientOf(keys(person));
        var alias = account.client(now, person.thread()).toString();
        if (!known.isMoveKnown(client, alias, when)) {
            learn(alias, client, Aliases.MOVED, when);
        }
        return client;
    }

    /// What is to be written before anything else.
    List<ClientAlias> learnt() {
        return List.copyOf(learnt.values());
    }

    private List<String> keys(Person person) {
        return person.ids().stream()
                .map(id -> account.client(id, person.thread()).toString())
                .distinct()
                .toList();
    }

    private String clientOf(List<String> keys) {
        for (var key : keys) {
            var client = byAlias(key);
            if (client.isPresent() && !isHandedOn(key, client.get(), keys)) {
                return client.get();
            }
        }
        return keys.getFirst();
    }

    /// Whether the least durable of several ids, all others unknown, was another person's before: a number is given to
    /// somebody else, whom the words of its former owner do not concern. Its former owner is known by more than it.
    private boolean isHandedOn(String key, String client, List<String> keys) {
        return keys.size() > 1
                && key.equals(keys.getLast())
                && (known.hasOtherIds(client) || joined.getOrDefault(client, false));
    }

    private Optional<String> byAlias(String key) {
        var now = learnt.get(key);
        return now == null ? known.clientIdOf(key) : Optional.of(now.getClientId());
    }

    private void learn(String alias, String client, String reason, Instant when) {
        learnt.put(
                alias,
                ClientAlias.newBuilder()
                        .setAlias(alias)
                        .setClientId(client)
                        .setReason(reason)
                        .setAt(when)
                        .build());
        if (reason.equals(Aliases.SAME_PERSON) && !alias.equals(client)) {
            joined.put(client, true);
        }
    }
}
