package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.event.SystemEvents.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedJournalTest {

    private final List<String> told = new ArrayList<>();
    private final List<Turn> written = new ArrayList<>();
    private final Journal journal = new WatchedJournal(
            (turn, trace) -> {
                written.add(turn);
                return CompletableFuture.completedFuture(null);
            },
            (tenant, kind, details) -> told.add(tenant + " " + kind + " " + details));

    private void write(TurnEnd.Outcome outcome, @Nullable String reason) {
        var end = new TurnEnd(outcome, reason, List.of(), Instant.EPOCH, 0, 0);
        var client = new Client("shoes:shoes-web:g.ana", "shoes", "web", "shoes-web");
        var turn = new Turn(
                "t-1", client, "v1", 1, 0, Instant.EPOCH, List.of(), List.of(), List.of(), List.of(), false, end);
        var _ = journal.write(turn, new Trace(Optional.empty()));
    }

    @Test
    void operators_are_told_of_turns_that_failed_because_of_the_model_and_of_no_others() {
        // when
        write(TurnEnd.Outcome.FAILED, "model-unavailable");
        write(TurnEnd.Outcome.FAILED, "file-not-loaded");
        write(TurnEnd.Outcome.ANSWERED, null);
        // then
        assertThat(told).containsExactly("shoes " + Kind.MODEL_FAILING + " {reason=model-unavailable}");
        assertThat(written).hasSize(3);
    }
}
