package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.handoff.Silence;
import io.parley.agent.media.Attached;
import io.parley.agent.memory.Memory;
import io.parley.agent.memory.MemoryLine;
import io.parley.schemas.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [TurnStore] promises.
abstract class TurnStoreContract {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private int clients;
    private Client client = client();
    private final TurnStore store = store();

    abstract TurnStore store();

    private Client client() {
        var id =
                "shoes:shoes-web:" + getClass().getSimpleName() + "." + System.identityHashCode(this) + "." + clients++;
        return new Client(id, "shoes", "web", "shoes-web");
    }

    private Input input(String text, int offset) {
        return new Input(
                Ids.messageId(client.id(), "MESSAGE", text),
                Input.Kind.MESSAGE,
                0,
                offset,
                NOW,
                text,
                "Ana",
                new Carried(Map.of("chat", "7"), List.of(), "p-" + text, null, null),
                1);
    }

    /// With everything that a message may carry.
    private Input laden(String text, int offset) {
        var plain = input(text, offset);
        var file = new Attached("voice", "file-1", "audio/ogg", null, 2000L, null);
        return new Input(
                plain.messageId(),
                plain.kind(),
                plain.partition(),
                plain.offset(),
                plain.loggedAt(),
                plain.text(),
                plain.userName(),
                new Carried(Map.of("chat", "7"), List.of(file), "p-" + text, "p-quoted", "b1"),
                1);
    }

    private TurnStore.Draft draft(Input... inputs) {
        return new TurnStore.Draft(
                Ids.turnId(client.id(), inputs[0].messageId()),
                client,
                "v1",
                20,
                NOW,
                List.of(inputs),
                List.of(new Decision(NOW, 0, "burst-closed", "quiet")),
                TurnStore.Gate.SILENCEABLE,
                null);
    }

    private Turn open(Input... inputs) {
        return assertOpened(store.open(draft(inputs)));
    }

    private static Turn assertOpened(TurnStore.Opening opening) {
        assertThat(opening).isInstanceOf(TurnStore.Opening.Opened.class);
        return ((TurnStore.Opening.Opened) opening).turn();
    }

    private static TurnEnd answer(Turn turn, String text) {
        var saying = new Saying(Ids.replyId(turn.id(), 1), Saying.Author.AGENT, Saying.Kind.REPLY, text, null, null);
        return new TurnEnd(TurnEnd.Outcome.ANSWERED, null, List.of(saying), NOW.plusSeconds(3), 7, 3);
    }

    private static Step step(int attempt) {
        return new Step(attempt, "model", "m", "hash" + attempt, "{\"text\":\"x\"}", NOW, 5, 7, 3);
    }

    private Turn end(Turn turn, String text) {
        return store.end(turn, answer(turn, text), step(turn.attempt()), List.of(), turn.decisions());
    }

    private @Nullable Turn stored(Turn turn) {
        return store.find("shoes", turn.id()).orElse(null);
    }

    private List<String> remembered() {
        return open(input("what comes next", 77)).memory().stream()
                .map(MemoryLine::text)
                .toList();
    }

    @Test
    void what_is_opened_ended_and_read_again_is_the_same() {
        var opened = open(input("one", 1), laden("two", 2));
        assertThat(stored(opened)).isEqualTo(opened);
        var ended = end(opened, "hello");
        assertThat(ended.end()).isEqualTo(answer(opened, "hello"));
        assertThat(stored(opened)).isEqualTo(ended);
    }

    @Test
    void a_known_first_message_opens_nothing_and_other_known_ones_are_left_out() {
        var one = input("one", 1);
        var two = input("two", 2);
        var turn = open(one);
        assertThat(store.open(draft(one, two))).isEqualTo(new TurnStore.Opening.Known(turn));
        assertThat(open(two, one).inputs()).containsExactly(two);
        assertThat(store.known(client, List.of(one.messageId(), "m-nobody"))).containsExactly(one.messageId());
        assertThat(store.ofMessage(client, two.messageId())).isPresent();
    }

    @Test
    void the_first_ending_wins_and_the_loser_is_given_it() {
        var turn = open(input("one", 1));
        var first = end(turn, "first");
        assertThat(end(turn, "second")).isEqualTo(first);
        assertThat(remembered()).containsExactly("one", "first");
    }

    @Test
    void an_overtaken_attempt_can_neither_end_the_turn_nor_make_the_next_attempt() {
        var first = open(input("one", 1));
        var second = store.again(first, TurnStore.Cause.INTERRUPTED, List.of(input("two", 2)), List.of());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.interruptions()).isEqualTo(1);
        assertThat(second.messageIds()).hasSize(2);
        assertThat(end(first, "late").ending()).isEmpty();
        assertThat(remembered()).isEmpty();
        assertThat(store.again(first, TurnStore.Cause.RESUMED, List.of(), List.of()))
                .isEqualTo(second);
        assertThat(end(second, "right").ending()).isPresent();
    }

    @Test
    void the_memory_is_a_window_of_what_was_said_and_a_turn_keeps_its_own() {
        for (int i = 0; i < 15; i++) {
            end(open(input("question " + i, i)), "answer " + i);
        }
        var later = open(input("next", 99));
        assertThat(later.memory()).hasSize(20);
        assertThat(later.memory().getFirst().text()).isEqualTo("question 5");
        assertThat(later.memory().getLast().text()).isEqualTo("answer 14");
        end(later, "done");
        assertThat(store.find("shoes", later.id()).orElseThrow().memory()).isEqualTo(later.memory());
        assertThat(later.memory()).extracting(line -> line.number()).isSorted();
    }

    @Test
    void a_silenced_clients_turn_ends_at_once_and_its_words_are_remembered() {
        store.silence(client, silencing("olga", 0, 60, false));
        var silenced = open(input("one", 1));
        assertThat(silenced.ending().orElseThrow().reason()).isEqualTo("silenced");
        assertThat(silenced.decisions().getLast())
                .isEqualTo(new Decision(
                        NOW,
                        0,
                        "silenced",
                        "by olga (taken-over) since 2026-01-01T00:00:00Z until 2026-01-01T00:01:00Z"));
        assertThat(stored(silenced)).isEqualTo(silenced);
        store.handBack(client, "h1", NOW);
        store.handBack(client, "h1", NOW);
        store.handBack(client, "h2", NOW);
        var next = open(input("two", 2));
        assertThat(next.ending()).isEmpty();
        assertThat(texts(next)).containsExactly("one", Silence.HANDED_BACK);
        assertThat(store.last(client)).isPresent();
    }

    private static Silence.Beginning silencing(String author, long from, long seconds, boolean sliding) {
        return new Silence.Beginning(
                author,
                Silence.Cause.TAKEN_OVER,
                author + from,
                NOW.plusSeconds(from),
                Duration.ofSeconds(seconds),
                sliding,
                null);
    }

    @Test
    void a_silence_that_has_run_out_in_the_logs_time_leaves_one_marker_for_the_next_turn() {
        store.silence(client, silencing("olga", -60, 60, false));
        var next = open(input("one", 1));
        assertThat(next.ending()).isEmpty();
        assertThat(texts(next)).containsExactly(Silence.HANDED_BACK);
        assertThat(stored(next)).isEqualTo(next);
        end(next, "answer");
        assertThat(remembered()).containsExactly(Silence.HANDED_BACK, "one", "answer");
    }

    @Test
    void a_sliding_silence_hears_the_client() {
        store.silence(client, silencing("olga", -50, 60, true));
        assertThat(open(input("one", 1)).ending()).isPresent();
        assertThat(store.silence(client).orElseThrow().until()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void a_late_record_of_before_the_hand_back_silences_nobody() {
        store.silence(client, silencing("olga", -60, 600, false));
        store.handBack(client, "h1", NOW);
        store.silence(client, silencing("paul", -30, 600, false));
        assertThat(open(input("one", 1)).ending()).isEmpty();
        store.silence(client, silencing("rita", 1, 600, false));
        store.handBack(client, "h1", NOW.plusSeconds(2));
        assertThat(store.silence(client).orElseThrow().holds(NOW.plusSeconds(2)))
                .isTrue();
    }

    private void correct(String source, String text, UnaryOperator<String> change) {
        store.correct(new Memory.Correction("shoes", client.id(), source, "p-" + text, change, null));
    }

    @Test
    void kept_steps_are_there_for_whoever_takes_the_turn_up_and_only_the_running_attempt_keeps_any() {
        var first = open(input("one", 1));
        var kept = store.keep(first, List.of(step(1), step(2)));
        assertThat(kept.steps()).hasSize(2);
        assertThat(stored(first)).isEqualTo(kept);
        var second = store.again(kept, TurnStore.Cause.RESUMED, List.of(), List.of());
        assertThat(second.steps()).isEqualTo(kept.steps());
        assertThat(store.keep(first, List.of(step(7)))).isEqualTo(second);
        var ended = end(second, "done");
        assertThat(store.keep(second, List.of(step(8)))).isEqualTo(ended);
    }

    @Test
    void a_corrected_line_stands_in_its_old_place_and_a_turn_that_saw_the_old_one_still_does() {
        end(open(input("one", 1)), "first answer");
        end(open(input("two", 2)), "second answer");
        var before = open(input("three", 3));
        correct("e1", "one", old -> old + " edited");
        correct("e1", "one", old -> old + " edited again");
        correct("e2", "nobody", old -> "nothing");
        end(before, "third answer");
        assertThat(texts(before)).startsWith("one", "first answer");
        assertThat(stored(before)).isNotNull().extracting(Turn::memory).isEqualTo(before.memory());
        var after = open(input("four", 4));
        assertThat(texts(after).getFirst()).isEqualTo("one edited");
        assertThat(texts(after)).hasSize(6).element(1).isEqualTo("first answer");
        correct("e3", "one", old -> "gone");
        assertThat(stored(after)).isEqualTo(after);
        assertThat(texts(open(input("five", 5)))).startsWith("gone", "first answer");
    }

    @Test
    void a_correction_of_nothing_known_may_become_a_line_of_its_own_and_only_once() {
        for (int i = 0; i < 2; i++) {
            store.correct(new Memory.Correction("shoes", client.id(), "r1", "p-agent", old -> old, "[reacted]"));
        }
        assertThat(remembered()).containsExactly("[reacted]");
    }

    private static List<String> texts(Turn turn) {
        return turn.memory().stream().map(MemoryLine::text).toList();
    }

    @Test
    void nobody_sees_another_tenants_or_clients_turns() {
        var turn = open(input("one", 1));
        assertThat(store.find("lab", turn.id())).isEmpty();
        client = client();
        assertThat(store.last(client)).isEmpty();
        assertThat(open(input("one", 1)).memory()).isEmpty();
    }

    @Test
    void erased_and_outdated_turns_are_gone() {
        var turns = IntStream.range(0, 2).mapToObj(i -> open(input("m" + i, i))).toList();
        turns.forEach(turn -> end(turn, "x"));
        store.forget("shoes", NOW.plusSeconds(2));
        assertThat(stored(turns.getFirst())).isNotNull();
        store.erase(client);
        assertThat(stored(turns.getFirst())).isNull();
        assertThat(store.known(client, List.of(turns.getFirst().messageIds().getFirst())))
                .isEmpty();
        var fresh = open(input("again", 5));
        assertThat(fresh.memory()).isEmpty();
        end(fresh, "y");
        store.forget("shoes", NOW.plusSeconds(4));
        assertThat(stored(fresh)).isNull();
    }
}
