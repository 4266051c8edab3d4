package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.journal.JournalPublisher;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs every turn that a rig has written into its journal again, and compares.
final class Reruns {

    private Reruns() {}

    /// Each comes out as it was.
    ///
    /// @return how many turns there were
    static int allAreTheSame(Rig rig) throws InterruptedException {
        var answered = new HashMap<String, Set<String>>();
        var seen = new HashSet<String>();
        for (var turn : rig.journal) {
            if (!seen.add(turn.id())) {
                continue;
            }
            var before = answered.computeIfAbsent(turn.client().id(), client -> new HashSet<>());
            isTheSame(rig, turn, before);
            turn.inputs().forEach(input -> before.add(input.messageId()));
        }
        return seen.size();
    }

    private static void isTheSame(Rig rig, Turn turn, Set<String> before) throws InterruptedException {
        var then = record(rig, turn);
        var settings = Optional.ofNullable(rig.settingsOf.get(turn.id()));
        var result = Rerun.of(new Rerun.Case(
                then,
                rig.lane.records(),
                before,
                then.getSettingsVersion().isEmpty() && !isParked(turn) ? Optional.empty() : settings,
                settings.map(rig.tools::specs).orElse(List.of())));
        assertThat(result.departure()).as("departure of %s", brief(then)).isEmpty();
        assertThat(timeless(record(rig, Optional.ofNullable(result.turn()).orElseThrow())))
                .isEqualTo(timeless(then));
    }

    private static String brief(TurnRecord turn) {
        var told = new StringBuilder(turn.getEnding().toString());
        turn.getInputs().forEach(input -> told.append("\n").append(input));
        turn.getDecisions().forEach(decision -> told.append("\n").append(decision));
        turn.getSteps()
                .forEach(step -> told.append("\n%d %s %s from %s for %d ms: %s"
                        .formatted(
                                step.getAttempt(),
                                step.getKind(),
                                step.getName(),
                                step.getStartedAt(),
                                step.getDurationMs(),
                                step.getAnswer())));
        return told.append("\n").toString();
    }

    private static boolean isParked(Turn turn) {
        return turn.decisions().stream().anyMatch(decision -> decision.what().equals("parked"));
    }

    private static TurnRecord record(Rig rig, Turn turn) {
        return JournalPublisher.record(
                turn, rig.tools.specs(rig.current("shoes").orElseThrow()));
    }

    /// A turn that is run again takes no time.
    private static TurnRecord timeless(TurnRecord record) {
        var copy = TurnRecord.newBuilder(record);
        copy.setSteps(record.getSteps().stream()
                .map(step -> TurnStep.newBuilder(step)
                        .setStartedAt(Instant.EPOCH)
                        .setDurationMs(0)
                        .build())
                .toList());
        copy.setDecisions(record.getDecisions().stream()
                .map(decision -> io.parley.schemas.avro.Decision.newBuilder(decision)
                        .setAt(Instant.EPOCH)
                        .build())
                .toList());
        return copy.build();
    }
}
