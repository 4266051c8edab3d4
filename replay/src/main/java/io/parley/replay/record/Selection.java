package io.parley.replay.record;

import java.time.Instant;
import java.util.Optional;

/// Which records are wanted.
///
/// @param client whose, by the whole client_id; empty for everybody's
/// @param tenant of whose clients; empty for all
/// @param since log time of the first; empty for all that is kept
/// @param until log time of the last
public record Selection(
        Optional<String> client, Optional<String> tenant, Optional<Instant> since, Optional<Instant> until) {

    public static Selection everything() {
        return new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Selection ofClient(String clientId) {
        return everything().with(clientId);
    }

    /// The same, of one client.
    public Selection with(String clientId) {
        return new Selection(Optional.of(clientId), tenant, since, until);
    }

    /// The same, of everybody.
    public Selection ofEverybody() {
        return new Selection(Optional.empty(), tenant, since, until);
    }

    boolean takes(Kept<?> kept, String key, Instant at) {
        return switch (kept.about()) {
            case CLIENT, ACCOUNT ->
                client.map(key::equals).orElse(true)
                        && owner().map(owner -> key.startsWith(owner + ":")).orElse(true)
                        && since.map(first -> !at.isBefore(first)).orElse(true)
                        && until.map(last -> !at.isAfter(last)).orElse(true);
            case TENANT -> owner().map(owner -> key.startsWith(owner + "/")).orElse(true);
            case ALIAS -> owner().map(owner -> key.startsWith(owner + ":")).orElse(true);
        };
    }

    private Optional<String> owner() {
        return tenant.or(() -> client.map(id -> id.substring(0, Math.max(0, id.indexOf(':')))));
    }
}
