package io.parley.agent.turn;

import java.util.concurrent.CompletableFuture;

/// Where the account of a turn goes: one record, with everything that it saw, asked, was told and decided.
@FunctionalInterface
public interface Journal {

    CompletableFuture<?> write(Turn turn, Trace trace);
}
