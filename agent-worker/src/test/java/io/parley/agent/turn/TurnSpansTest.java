package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.model.Ask;
import io.parley.schemas.ClientHash;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.trace.Span;
import io.parley.schemas.trace.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnSpansTest {

    private static final Trace CAUSE =
            new Trace(Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SECRET = "secret words";

    private final List<Span> told = new ArrayList<>();
    private final TurnSpans spans = new TurnSpans(new Remembered(told), new ClientHash(""));

    private static Turn turn() {
        var client = new Client("shoes:shoes-web:g.ana", "shoes", "web", "shoes-web");
        var answer = "{\"text\": \"" + SECRET + "\", \"asks\": [{\"id\": \"1\", \"name\": \"search_products\"}]}";
        var asking = new Step(1, Rounds.MODEL, "gpt", "hash", answer, START, 300, 7, 3);
        var turn = new Turn(
                "t-1",
                client,
                "v1",
                1,
                0,
                START,
                List.of(),
                List.of(),
                List.of(asking),
                List.of(new Decision(START, 0, "burst-closed", SECRET)),
                false,
                null);
        var round = Rounds.round(asking);
        var ask = new Ask("1", "search_products", SECRET);
        var failed = Rounds.step(
                turn, round, ask, ToolAnswer.failed("timeout"), START.plusMillis(300), START.plusMillis(900));
        var begun = Rounds.begun(turn, round, ask, START);
        return new Turn(
                turn.id(),
                client,
                "v1",
                1,
                0,
                START,
                List.of(),
                List.of(),
                List.of(asking, begun, failed),
                turn.decisions(),
                false,
                new TurnEnd(TurnEnd.Outcome.ANSWERED, null, List.of(), START.plusSeconds(1), 7, 3));
    }

    @Test
    void a_turn_its_model_calls_and_its_tool_calls_are_spans_of_the_messages_trace() {
        // when
        spans.ended(turn(), CAUSE);
        // then
        assertThat(told).extracting(Span::name).containsExactly("turn", "burst", "model", "tool");
        assertThat(told).extracting(span -> span.context().traceId()).containsOnly("0af7651916cd43dd8448eb211c80319c");
        var whole = told.getFirst();
        assertThat(whole.parentId()).contains("b7ad6b7169203331");
        assertThat(told.stream().skip(1).map(Span::parentId))
                .containsOnly(Optional.of(whole.context().spanId()));
        assertThat(told).extracting(span -> span.context().spanId()).doesNotHaveDuplicates();
        assertThat(told.get(2).attributes()).containsEntry("model", "gpt").containsEntry("inputTokens", "7");
        assertThat(told.get(2).end()).isEqualTo(START.plusMillis(300));
        assertThat(told.get(3).attributes()).containsEntry("tool", "search_products");
        assertThat(told.get(3).failure()).contains("timeout");
        assertThat(whole.events()).extracting(Span.Event::name).containsExactly("burst-closed");
    }

    @Test
    void told_again_after_a_crash_it_is_the_same() {
        // when
        spans.ended(turn(), CAUSE);
        spans.ended(turn(), CAUSE);
        // then
        assertThat(told.subList(4, 8)).isEqualTo(told.subList(0, 4));
    }

    @Test
    void nobodys_words_and_ids_stand_in_a_span() {
        // when
        spans.ended(turn(), CAUSE);
        // then
        assertThat(told.toString()).doesNotContain(SECRET, "g.ana").contains("shoes", "t-1");
    }

    @Test
    void what_the_turn_says_names_its_span_and_the_journal_is_written_before_it_is_told() {
        // given
        var traces = new ArrayList<Trace>();
        var acknowledged = new CompletableFuture<Void>();
        var entries = spans.around(new RecordedEntries(traces));
        var journal = spans.around((turn, trace) -> {
            traces.add(trace);
            return acknowledged;
        });
        // when
        var _ = entries.say(turn(), CAUSE);
        var _ = journal.write(turn(), CAUSE);
        // then
        assertThat(told).isEmpty();
        acknowledged.complete(null);
        var own = told.getFirst().context().traceparent();
        assertThat(traces).extracting(Trace::traceparent).containsOnly(Optional.of(own));
    }

    @Test
    void a_message_without_a_trace_begins_one() {
        // when
        spans.ended(turn(), new Trace(Optional.empty()));
        // then
        assertThat(told.getFirst().parentId()).isEmpty();
        assertThat(spans.within(turn(), new Trace(Optional.empty())).traceparent())
                .contains(told.getFirst().context().traceparent());
    }

    @Test
    void where_nobody_wants_to_know_nothing_stands_in_the_way() {
        var off = new TurnSpans(Spans.none(), new ClientHash(""));
        var entries = new RecordedEntries(new ArrayList<>());
        Journal journal = (turn, trace) -> CompletableFuture.completedFuture(null);
        assertThat(off.around(entries)).isSameAs(entries);
        assertThat(off.around(journal)).isSameAs(journal);
    }

    private record Remembered(List<Span> told) implements Spans {

        @Override
        public boolean areWanted() {
            return true;
        }

        @Override
        public void add(Span span) {
            told.add(span);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private record RecordedEntries(List<Trace> traces) implements Entries {

        @Override
        public CompletableFuture<?> echo(IncomingMessage message, Trace trace) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> say(Turn turn, Trace trace) {
            traces.add(trace);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> retract(Turn turn, String reason, Trace trace) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
