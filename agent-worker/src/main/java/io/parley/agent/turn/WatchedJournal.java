package io.parley.agent.turn;

import io.parley.agent.event.SystemEvents;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Tells operators of turns that have failed because of their model.
final class WatchedJournal implements Journal {

    /// Begins what went wrong with a model, and nothing else.
    private static final String OF_THE_MODEL = "model-";

    private final Journal journal;
    private final SystemEvents events;

    WatchedJournal(Journal journal, SystemEvents events) {
        this.journal = journal;
        this.events = events;
    }

    @Override
    public CompletableFuture<?> write(Turn turn, Trace trace) {
        turn.ending()
                .filter(end -> end.outcome() == TurnEnd.Outcome.FAILED)
                .flatMap(end -> Optional.ofNullable(end.reason()))
                .filter(reason -> reason.startsWith(OF_THE_MODEL))
                .ifPresent(reason ->
                        events.tell(turn.client().tenant(), SystemEvents.Kind.MODEL_FAILING, Map.of("reason", reason)));
        return journal.write(turn, trace);
    }
}
