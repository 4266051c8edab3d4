package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Installed;
import io.parley.agent.Worker;
import io.parley.agent.media.Media;
import io.parley.agent.model.Transcriber;
import io.parley.agent.reply.EntryPublisher;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.IncomingKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A process that dies between any two of a turn's effects: whoever resumes it makes up for what is missing, says
/// nothing else than what was stored, and buys no answer that was stored. On a real database, in simulated time.
class CrashPointsIT {

    private static Worker worker;

    @BeforeAll
    static void start() {
        worker = Installed.shared().worker();
    }

    /// Dies right before or right after the n-th effect on the database, the client's log or the journal.
    private static final class Dying {
        private final int at;
        private final boolean before;
        private int effects;
        final List<String> names = new ArrayList<>();

        Dying(int at, boolean before) {
            this.at = at;
            this.before = before;
        }

        <T> T wrap(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        effects++;
                        names.add(method.getName());
                        if (effects == at && before) {
                            throw new Death();
                        }
                        try {
                            var result = method.invoke(real, arguments);
                            if (effects == at) {
                                throw new Death();
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        boolean hasStruck() {
            return effects >= at;
        }
    }

    private static final class Death extends Error {}

    static Stream<Integer> points() {
        return IntStream.rangeClosed(1, 22).boxed();
    }

    /// A voice message: fetched, heard, answered; then one that nobody can hear, which ends in a notice.
    @ParameterizedTest
    @MethodSource("points")
    void what_was_fetched_and_heard_survives_a_death_at_any_point(int point) throws Exception {
        for (var before : List.of(true, false)) {
            var rig = new Rig(Rig.CLIENT + "-voice-" + point + before);
            var healthy = worker.bean(TurnStore.class);
            rig.agent("\"on-new-message\": \"queue\"");
            rig.senses.refuses("unheard");
            var dying = new Dying(point, before);
            rig.store = dying.wrap(TurnStore.class, healthy);
            rig.wrapEntries = entries -> dying.wrap(Entries.class, entries);
            rig.wrapJournal = journal -> dying.wrap(Journal.class, journal);
            rig.wrapMedia = media -> dying.wrap(Media.class, media);
            rig.wrapTranscriber = transcriber -> dying.wrap(Transcriber.class, transcriber);
            rig.restart();
            // given
            var heard = rig.file(0, "voice", "heard", null);
            var unheard = rig.file(20_000, "voice", "unheard", null);
            // when
            boolean died = false;
            try {
                rig.handleAll();
            } catch (Death e) {
                died = true;
            }
            var known = Stream.of(heard, unheard)
                    .flatMap(id -> healthy.find("shoes", rig.turnOf(id)).stream())
                    .flatMap(turn -> turn.steps().stream())
                    .filter(step -> step.kind().equals(Findings.TRANSCRIPTION))
                    .count();
            int fetched = rig.senses.fetched.size();
            int transcribed = rig.senses.transcribed.size();
            rig.store = healthy;
            rig.wrapEntries = entries -> entries;
            rig.wrapJournal = journal -> journal;
            rig.wrapMedia = media -> media;
            rig.wrapTranscriber = transcriber -> transcriber;
            rig.everythingArrives();
            rig.restart();
            rig.handleAll();
            // then
            assertThat(rig.senses.transcribed.size() - transcribed)
                    .as("transcriptions bought after the death")
                    .isEqualTo(2 - known);
            assertThat(rig.senses.fetched.size() - fetched).isLessThanOrEqualTo(2);
            var said = rig.said.stream().collect(Collectors.groupingBy(Turn::id));
            assertThat(said).containsOnlyKeys(rig.turnOf(heard), rig.turnOf(unheard));
            said.values()
                    .forEach(turns -> assertThat(turns)
                            .extracting(EntryPublisher::entries)
                            .containsOnly(EntryPublisher.entries(turns.getFirst())));
            assertThat(endOf(said, rig.turnOf(heard)).getContent()).isEqualTo("Heard: [voice message] spoken words");
            assertThat(endOf(said, rig.turnOf(unheard)).getReason().orElseThrow())
                    .isEqualTo("voice-not-heard");
            assertThat(rig.journal.getLast().decisions())
                    .extracting(Decision::what)
                    .contains("transcription-failed");
            assertThat(died).isEqualTo(dying.hasStruck());
        }
    }

    private static AgentReply endOf(Map<String, List<Turn>> said, String turnId) {
        return EntryPublisher.entries(said.getOrDefault(turnId, List.of()).getLast())
                .getLast();
    }

    @ParameterizedTest
    @MethodSource("points")
    void a_turn_survives_a_death_at_any_point(int point) throws Exception {
        for (var before : List.of(true, false)) {
            var rig = new Rig(Rig.CLIENT + "-" + point + before);
            rig.store = worker.bean(TurnStore.class);
            rig.tenant("\"burst\": {\"quiet\": \"2s\"}, \"agent\": {\"on-new-message\": \"queue\"}");
            var dying = new Dying(point, before);
            var healthy = rig.store;
            rig.store = dying.wrap(TurnStore.class, healthy);
            rig.wrapEntries = entries -> dying.wrap(Entries.class, entries);
            rig.wrapJournal = journal -> dying.wrap(Journal.class, journal);
            rig.restart();
            // given
            var first = rig.message(0, "one");
            var second = rig.message(500, "two");
            rig.message(5000, "three");
            rig.control(5100, IncomingKind.CANCEL);
            // when
            boolean died = false;
            try {
                rig.handleAll();
            } catch (Death e) {
                died = true;
            }
            var boughtBefore = rig.model.prompts().size();
            var stored = healthy.find("shoes", rig.turnOf(first)).filter(turn -> turn.end() != null);
            rig.store = healthy;
            rig.wrapEntries = entries -> entries;
            rig.wrapJournal = journal -> journal;
            rig.everythingArrives();
            rig.restart();
            rig.handleAll();
            // then
            var answers = rig.said.stream()
                    .filter(turn -> turn.id().equals(rig.turnOf(first)))
                    .toList();
            assertThat(answers).isNotEmpty();
            assertThat(answers.getFirst().messageIds()).startsWith(first, second);
            assertThat(answers)
                    .extracting(EntryPublisher::entries)
                    .containsOnly(EntryPublisher.entries(answers.getFirst()));
            assertThat(rig.journal).extracting(Turn::id).contains(rig.turnOf(first));
            if (stored.isPresent()) {
                assertThat(rig.model.prompts().stream()
                                .filter(prompt ->
                                        prompt.lines().getLast().text().equals("two"))
                                .count())
                        .as("bought for the first turn")
                        .isEqualTo(1);
            }
            assertThat(rig.model.prompts().size() - boughtBefore).isLessThanOrEqualTo(2);
            var endings = rig.said.stream().collect(Collectors.groupingBy(Turn::id)).values().stream()
                    .flatMap(turns -> turns.getFirst().messageIds().stream())
                    .toList();
            assertThat(endings).hasSize(3).doesNotHaveDuplicates();
            assertThat(died).isEqualTo(dying.hasStruck());
        }
    }
}
