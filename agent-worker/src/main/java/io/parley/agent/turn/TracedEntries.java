package io.parley.agent.turn;

import io.parley.schemas.avro.IncomingMessage;
import java.util.concurrent.CompletableFuture;

/// Entries that name the turn's span as their cause.
final class TracedEntries implements Entries {

    private final Entries entries;
    private final TurnSpans spans;

    TracedEntries(Entries entries, TurnSpans spans) {
        this.entries = entries;
        this.spans = spans;
    }

    @Override
    public CompletableFuture<?> echo(IncomingMessage message, Trace trace) {
        return entries.echo(message, trace);
    }

    @Override
    public CompletableFuture<?> say(Turn turn, Trace trace) {
        return entries.say(turn, spans.within(turn, trace));
    }

    @Override
    public CompletableFuture<?> retract(Turn turn, String reason, Trace trace) {
        return entries.retract(turn, reason, trace);
    }
}
