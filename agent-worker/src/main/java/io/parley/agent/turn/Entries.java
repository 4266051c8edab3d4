package io.parley.agent.turn;

import io.parley.schemas.avro.IncomingMessage;
import java.util.concurrent.CompletableFuture;

/// Where what is said goes, in order. Every future completes when Kafka has acknowledged; writing the same again is
/// harmless, since all ids are the same again.
public interface Entries {

    /// The client's own words, for other tabs, history and people.
    CompletableFuture<?> echo(IncomingMessage message, Trace trace);

    /// What an ended turn says.
    CompletableFuture<?> say(Turn turn, Trace trace);

    /// Takes back what the turn has said, as far as it has not left yet.
    CompletableFuture<?> retract(Turn turn, String reason, Trace trace);
}
