package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
/// missing, says nothing else than what was stored, asks exactly what was not stored, and repeats no write.
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

    /// Whether a death right before or right after this kind of effect is worth it here.
    abstract boolean kills(String effect, boolean before);

    @TestFactory
    Stream<DynamicNode> deaths() {
        return Scenario.all().stream()
                .map(scenario -> DynamicContainer.dynamicContainer(scenario.name(), points(scenario)));
    }

    private Stream<DynamicTest> points(Scenario scenario) {
        var healthy = new CrashRun(scenario, store(), "healthy", Dying.never());
        healthy.begin();
        healthy.costsWhatItMust();
        var effects = healthy.effects();
        return IntStream.rangeClosed(1, effects.size())
                .boxed()
                .flatMap(at -> Stream.of(true, false)
                        .filter(before -> kills(effects.get(at - 1), before))
                        .map(before -> DynamicTest.dynamicTest(
                                (before ? "before " : "after ") + at + " " + effects.get(at - 1),
                                () -> dies(scenario, healthy, at, before))));
    }

    private void dies(Scenario scenario, CrashRun healthy, int at, boolean before) throws InterruptedException {
        var run = new CrashRun(scenario, store(), at + (before ? "b" : "a"), new Dying(at, before));
        // when
        run.begin();
        var left = run.left();
        run.resume();
        // then
        run.everythingIsAnsweredOnce();
        run.nothingIsBoughtAgain(left);
        run.everyWriteIsDoneOnce(left);
        if (!scenario.timed()) {
            run.goesOnAs(healthy);
        }
    }

    @Test
    void every_way_to_have_an_effect_is_killed() {
        var seen = new TreeSet<>(ELSEWHERE);
        for (var scenario : Scenario.all()) {
            var run = new CrashRun(scenario, store(), "seen", Dying.never());
            run.begin();
            seen.addAll(run.effects());
        }
        var all = new ArrayList<String>();
        for (var type : Effects.watched()) {
            for (var method : type.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    all.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(seen).as("kill it in a scenario").containsAll(all);
    }
}
