package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.reply.EntryPublisher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A process that dies right before or right after any of a turn's effects: whoever resumes it makes up for what is
/// missing, says nothing else than what was stored, buys nothing that was stored, and repeats no write.
///
/// The points are those that a run without a death has: a new step is killed without a word here.
abstract class CrashPoints {

    /// Not of a turn, or only of one that has ended.
    private static final Set<String> ELSEWHERE = Set.of(
            "TurnStore.find",
            "TurnStore.last",
            "TurnStore.ofMessage",
            "TurnStore.forget",
            "TurnStore.erase",
            "TurnStore.correct",
            "TurnStore.retract",
            "TurnStore.handBack",
            "Entries.retract",
            "Media.content");

    abstract TurnStore store();

    /// Whether this kind of effect is worth a death here.
    abstract boolean kills(String effect);

    @TestFactory
    Stream<DynamicNode> deaths() {
        return Scenario.all().stream()
                .map(scenario -> DynamicContainer.dynamicContainer(scenario.name(), points(scenario)));
    }

    private Stream<DynamicTest> points(Scenario scenario) {
        var healthy = new Run(scenario, "healthy", Dying.never());
        healthy.begin();
        var effects = healthy.dying.effects;
        return IntStream.rangeClosed(1, effects.size())
                .boxed()
                .filter(at -> kills(effects.get(at - 1)))
                .flatMap(at -> Stream.of(true, false)
                        .map(before -> DynamicTest.dynamicTest(
                                (before ? "before " : "after ") + at + " " + effects.get(at - 1),
                                () -> dies(scenario, healthy, at, before))));
    }

    private void dies(Scenario scenario, Run healthy, int at, boolean before) throws InterruptedException {
        var run = new Run(scenario, at + (before ? "b" : "a"), new Dying(at, before));
        // when
        run.begin();
        // then
        assertThat(run.dying.isDead()).isTrue();
        var left = run.left();
        // when
        run.resume();
        // then
        run.everythingIsAnsweredOnce();
        run.nothingIsBoughtAgain(left);
        run.nothingIsWrittenTwice();
        if (!scenario.timed()) {
            run.decidesAs(healthy);
        }
    }

    @Test
    void every_way_to_have_an_effect_is_killed() {
        var seen = new TreeSet<>(ELSEWHERE);
        for (var scenario : Scenario.all()) {
            var run = new Run(scenario, "seen", Dying.never());
            run.begin();
            seen.addAll(run.dying.effects);
        }
        var all = new ArrayList<String>();
        for (var type : Dying.watched()) {
            for (var method : type.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    all.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(seen).as("kill it in a scenario").containsAll(all);
    }

    /// What a dead process has left.
    private record Left(
            Set<String> answers, Set<String> results, long heard, int prompts, int calls, int transcriptions) {}

    private final class Run {
        private final Scenario scenario;
        private final Dying dying;
        private final TurnStore store = store();
        private final Rig rig;
        private List<String> messages = List.of();

        Run(Scenario scenario, String name, Dying dying) {
            this.scenario = scenario;
            this.dying = dying;
            this.rig = new Rig(Rig.CLIENT + "-" + scenario.name().replaceAll("[^a-z]", "") + "-" + name);
            rig.store = store;
            rig.wrap = dying::at;
        }

        void begin() {
            rig.restart();
            messages = scenario.begin().apply(rig);
            try {
                rig.handleAll();
            } catch (Dying.Death e) {
                // As expected.
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /// Another process, in which everything that has come by now is there again.
        void resume() throws InterruptedException {
            rig.wrap = workplace -> workplace;
            while (!hasEverythingArrived()) {
                // What was on its way to the dead process is lost.
            }
            rig.restart();
            rig.handleAll();
        }

        private boolean hasEverythingArrived() {
            try {
                rig.everythingArrives();
                return true;
            } catch (Dying.Death e) {
                return false;
            }
        }

        private List<Turn> turns() {
            return messages.stream()
                    .flatMap(id -> store.ofMessage(Client.of(rig.record()), id).stream())
                    .distinct()
                    .toList();
        }

        Left left() {
            var answers = new HashSet<String>();
            var results = new HashSet<String>();
            turns().stream().flatMap(turn -> turn.steps().stream()).forEach(step -> {
                switch (step.kind()) {
                    case Rounds.MODEL -> answers.add(step.requestHash());
                    case Rounds.TOOL -> results.add(step.name());
                    default -> {
                        // A mark, or what was heard.
                    }
                }
            });
            return new Left(
                    answers,
                    results,
                    heard(),
                    rig.model.prompts().size(),
                    rig.tools.calls.size(),
                    rig.senses.transcribed.size());
        }

        private long heard() {
            return turns().stream()
                    .flatMap(turn -> turn.steps().stream())
                    .filter(step -> step.kind().equals(Findings.TRANSCRIPTION))
                    .count();
        }

        void everythingIsAnsweredOnce() {
            assertThat(turns()).allSatisfy(turn -> {
                assertThat(turn.ending()).isPresent();
                assertThat(rig.journal).extracting(Turn::id).contains(turn.id());
                var said = rig.said.stream()
                        .filter(other -> other.id().equals(turn.id()))
                        .map(EntryPublisher::entries)
                        .toList();
                if (turn.ending().orElseThrow().sayings().isEmpty()) {
                    assertThat(rig.ignored).extracting(Turn::id).contains(turn.id());
                } else {
                    assertThat(said).isNotEmpty().containsOnly(said.getFirst());
                }
            });
            assertThat(turns().stream().flatMap(turn -> turn.messageIds().stream()))
                    .as("messages in turns")
                    .containsExactlyInAnyOrderElementsOf(messages);
            if (!scenario.endings().isEmpty()) {
                assertThat(scenario.endings())
                        .contains(turns().getFirst()
                                .ending()
                                .orElseThrow()
                                .sayings()
                                .getFirst()
                                .text());
            }
        }

        void nothingIsBoughtAgain(Left left) {
            assertThat(rig.senses.transcribed.size() - left.transcriptions())
                    .as("heard again")
                    .isEqualTo(heard() - left.heard());
            assertThat(rig.model.prompts().stream().skip(left.prompts()).map(prompt -> prompt.hash()))
                    .as("bought again")
                    .doesNotContainAnyElementsOf(left.answers().isEmpty() ? Set.of("") : left.answers())
                    .doesNotHaveDuplicates();
            assertThat(rig.tools.called.stream().skip(left.calls()).map(call -> call.replaceAll("\\{.*", "")))
                    .as("called again")
                    .doesNotContainAnyElementsOf(left.results().isEmpty() ? Set.of("") : left.results())
                    .doesNotHaveDuplicates();
        }

        void nothingIsWrittenTwice() {
            assertThat(rig.tools.writes.size())
                    .as("keys of writes")
                    .isLessThanOrEqualTo(scenario.name().equals("several") ? 2 : 1);
            assertThat(rig.tools.called.stream()
                            .filter(call -> call.startsWith("pay"))
                            .count())
                    .as("what may not be repeated")
                    .isLessThanOrEqualTo(1);
        }

        /// Being left behind is a decision of its own, and so is what comes of a write of which nobody knows.
        void decidesAs(Run healthy) {
            assertThat(decisions()).containsAll(healthy.decisions());
        }

        private List<String> decisions() {
            return turns().stream()
                    .flatMap(turn -> turn.decisions().stream())
                    .map(Decision::what)
                    .toList();
        }
    }
}
