package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.agent.reply.EntryPublisher;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A scenario lived through by one process and, where that dies, by the next, and all that must hold then.
final class CrashRun {

    private final Scenario scenario;
    private final Dying dying;
    private final TurnStore store;
    private final Rig rig;
    private List<String> messages = List.of();

    CrashRun(Scenario scenario, TurnStore store, String name, Dying dying) {
        this.scenario = scenario;
        this.dying = dying;
        this.store = store;
        this.rig = new Rig(Rig.CLIENT + "-" + scenario.name().replaceAll("[^a-z]", "") + "-" + name);
        rig.store = store;
        rig.wrap = dying::at;
    }

    /// What a dead process has left.
    ///
    /// @param answers of the model that are stored, by the hashes of their requests
    /// @param begun writes that are marked as begun
    record Left(Receipts receipts, Set<String> answers, List<String> begun, List<String> called) {}

    List<String> effects() {
        return dying.effects();
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

    Left left() {
        assertThat(dying.isDead()).isTrue();
        var answers = turns().stream()
                .flatMap(turn -> turn.steps().stream())
                .filter(step -> step.kind().equals(Rounds.MODEL))
                .map(Step::requestHash)
                .collect(Collectors.toSet());
        return new Left(Receipts.of(rig, turns()), answers, Receipts.begun(turns()), rig.tools.names());
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

    /// Of a process that has lived.
    void costsWhatItMust() {
        var receipts = Receipts.of(rig, turns());
        assertThat(receipts.bought())
                .as("asked without a death")
                .isEqualTo(scenario.bill().bought());
        assertThat(receipts.unanswered())
                .as("of that without an answer")
                .isEqualTo(scenario.bill().allWasted());
        assertThat(written()).as("written without a death").isEqualTo(Receipts.begun(turns()));
    }

    /// At most what was under way at the death is lost, and nothing else is asked again.
    void nothingIsBoughtAgain(Left left) {
        var effects = effects();
        assertThat(left.receipts().unanswered())
                .as("asked, and the answer lost by the death after %s", effects)
                .isEqualTo(Stream.concat(
                                Receipts.lost(left.called(), effects).stream(),
                                scenario.bill().wasted(effects))
                        .sorted()
                        .toList());
        assertThat(Receipts.of(rig, turns()).since(left.receipts()).unanswered())
                .as("asked after the death beside what was stored then")
                .isEqualTo(scenario.bill().stillToFail(left.receipts().asked()));
        assertThat(rig.model.prompts().stream().skip(left.receipts().asked()).map(prompt -> prompt.hash()))
                .as("asked again although the answer was stored")
                .doesNotContainAnyElementsOf(left.answers().isEmpty() ? Set.of("") : left.answers());
    }

    /// Each write that was begun is done, whoever does it, once; one that must not be repeated may have been done and
    /// is
    /// not called again.
    void everyWriteIsDoneOnce(Left left) {
        var neverCalled = left.begun().stream()
                .filter(write ->
                        !rig.tools.isRepeatable(write) && !left.called().contains(write))
                .toList();
        assertThat(written())
                .as("written, when %s had been begun and called were %s", left.begun(), left.called())
                .isEqualTo(Receipts.without(Receipts.begun(turns()), neverCalled));
        var calls = rig.tools.names().stream()
                .filter(call -> !rig.tools.isRepeatable(call))
                .toList();
        assertThat(calls)
                .as("called, of what must not be repeated")
                .containsExactlyInAnyOrderElementsOf(written().stream()
                        .filter(write -> !rig.tools.isRepeatable(write))
                        .toList());
    }

    private List<String> written() {
        return rig.tools.writes.values().stream().sorted().toList();
    }

    /// Being left behind is a decision of its own, and so is what comes of a write of which nobody knows.
    void goesOnAs(CrashRun healthy) {
        assertThat(decisions()).containsAll(healthy.decisions());
        assertThat(steps()).as("steps").isEqualTo(healthy.steps());
    }

    private List<String> decisions() {
        return turns().stream()
                .flatMap(turn -> turn.decisions().stream())
                .map(Decision::what)
                .toList();
    }

    private List<String> steps() {
        return turns().stream()
                .flatMap(turn -> turn.steps().stream())
                .map(step -> step.kind() + " " + step.name())
                .toList();
    }
}
