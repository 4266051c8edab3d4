package io.parley.replay.timeline;

import io.parley.agent.settings.AgentSettings;
import io.parley.replay.record.Logged;
import io.parley.replay.record.Recording;
import io.parley.replay.record.Settings;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// How things stood with a client at one moment: which turn was running and how far it was, what waited, and who kept
/// the agent silent.
final class Standing {

    private static final Duration SILENCE = Duration.ofHours(24);

    private final Recording recording;
    private final Instant time;

    Standing(Recording recording, Instant time) {
        this.recording = recording;
        this.time = time;
    }

    Event event() {
        var details = Happened.details();
        silence().ifPresent(silence -> details.set("silenced", silence));
        var running = running();
        running.ifPresent(turn -> details.set("running", progress(turn)));
        waiting(running).forEach(id -> details.withArray("waiting").add(id));
        return new Event(time, Event.Kind.STANDING, "standing", running.map(TurnRecord::getTurnId), 0, "", details);
    }

    private Optional<TurnRecord> running() {
        return recording.journal().stream()
                .map(Logged::value)
                .filter(turn ->
                        !turn.getStartedAt().isAfter(time) && turn.getEndedAt().isAfter(time))
                .findFirst();
    }

    private ObjectNode progress(TurnRecord turn) {
        var begun = turn.getSteps().stream()
                .filter(step -> !step.getStartedAt().isAfter(time))
                .max(Comparator.comparing(TurnStep::getStartedAt));
        var attempt = turn.getDecisions().stream()
                .filter(decision -> !decision.getAt().isAfter(time))
                .mapToInt(Decision::getAttempt)
                .max()
                .orElse(1);
        var progress = Happened.details()
                .put("turn_id", turn.getTurnId())
                .put(
                        "attempt",
                        Math.max(
                                1,
                                Math.max(
                                        attempt, begun.map(TurnStep::getAttempt).orElse(1))))
                .put("since", turn.getStartedAt().toString());
        begun.ifPresent(step -> progress.put("last_step", step.getKind() + " " + step.getName())
                .put(
                        "last_step_done",
                        !step.getStartedAt().plusMillis(step.getDurationMs()).isAfter(time)));
        return progress;
    }

    /// Messages that were there and whose turn had not begun, or has left no record.
    private List<String> waiting(Optional<TurnRecord> running) {
        var begun = recording.journal().stream()
                .map(Logged::value)
                .filter(turn -> !turn.getStartedAt().isAfter(time))
                .filter(turn -> running.filter(turn::equals).isEmpty())
                .flatMap(turn -> turn.getInputs().stream())
                .map(input -> input.getMessageId())
                .collect(Collectors.toSet());
        var inIt = running.stream()
                .flatMap(turn -> turn.getInputs().stream())
                .filter(input -> !input.getLogTime()
                        .isAfter(running.map(TurnRecord::getStartedAt).orElse(time)))
                .map(input -> input.getMessageId())
                .collect(Collectors.toSet());
        return recording.incoming().stream()
                .filter(record -> !record.at().isAfter(time))
                .map(Logged::value)
                .filter(message -> message.getKind() == IncomingKind.MESSAGE)
                .map(IncomingMessage::getMessageId)
                .filter(id -> !begun.contains(id) && !inIt.contains(id))
                .distinct()
                .toList();
    }

    private Optional<ObjectNode> silence() {
        return recording.incoming().stream()
                .filter(record -> !record.at().isAfter(time))
                .filter(record -> isOfSilence(record.value().getKind()))
                .reduce((earlier, later) -> later)
                .filter(record -> record.value().getKind() != IncomingKind.HAND_BACK)
                .flatMap(this::silence);
    }

    private static boolean isOfSilence(IncomingKind kind) {
        return kind == IncomingKind.TAKE_OVER || kind == IncomingKind.HUMAN_REPLY || kind == IncomingKind.HAND_BACK;
    }

    private Optional<ObjectNode> silence(Logged<IncomingMessage> by) {
        var message = by.value();
        var until = message.getSilenceUntil()
                .orElseGet(() -> by.at()
                        .plus(new Settings(recording.settings())
                                .at(message.getTenant(), by.at())
                                .map(AgentSettings::silence)
                                .orElse(SILENCE)));
        return until.isAfter(time)
                ? Optional.of(Happened.details()
                        .put("by", message.getAuthor().orElse("unknown"))
                        .put("place", by.place())
                        .put("until", until.toString()))
                : Optional.empty();
    }
}
