package io.parley.agent.turn;

import java.util.concurrent.CompletableFuture;

/// Tells a turn's spans when its account is written, the last that is done for it.
final class TracedJournal implements Journal {

    private final Journal journal;
    private final TurnSpans spans;

    TracedJournal(Journal journal, TurnSpans spans) {
        this.journal = journal;
        this.spans = spans;
    }

    @Override
    public CompletableFuture<?> write(Turn turn, Trace trace) {
        return journal.write(turn, spans.within(turn, trace)).thenRun(() -> spans.ended(turn, trace));
    }
}
