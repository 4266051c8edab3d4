package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.frame.ServerFrames;
import io.parley.ingress.ws.frame.ServerFrames.RunningTurn;
import io.parley.schemas.avro.Phase;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a node knows of one client's turns: which run, which have ended, which messages wait. Decides which signs of
/// life are worth showing. Safe for many threads.
final class TurnWatch {

    private static final int TURNS_KEPT = 16;
    private static final int MESSAGES_KEPT = 200;
    private static final long PROGRESS_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final int PROGRESS_STEP = 5;

    private record Shown(int attempt, PhaseSign sign, Instant since, long nanos) {}

    /// Oldest first; as long as there is nothing to keep, nothing is kept: most clients say nothing.
    private Map<String, Shown> running = Map.of();

    private Set<String> ended = Set.of();
    private Set<String> waiting = Set.of();

    /// Whether a phase shall be shown: at most one a second unless it moved by 5 or the phase changed.
    synchronized boolean shows(TurnProgress turn, PhaseSign sign, long nanos) {
        if (sign.getPhase() == Phase.UNKNOWN || isStale(turn)) {
            return false;
        }
        var before = running.get(turn.getTurnId());
        if (before != null && before.attempt() == turn.getAttempt() && !isNews(before, sign, nanos)) {
            return false;
        }
        var since = before == null ? turn.getAt() : before.since();
        if (running.isEmpty()) {
            running = new LinkedHashMap<>(4);
        }
        running.put(turn.getTurnId(), new Shown(turn.getAttempt(), sign, since, nanos));
        trim(running.keySet(), TURNS_KEPT);
        return true;
    }

    private static boolean isNews(Shown before, PhaseSign sign, long nanos) {
        return before.sign().getPhase() != sign.getPhase()
                || !before.sign().getTool().equals(sign.getTool())
                || Math.abs(before.sign().getProgress().orElse(0)
                                - sign.getProgress().orElse(0))
                        >= PROGRESS_STEP
                || nanos - before.nanos() >= PROGRESS_INTERVAL;
    }

    /// Whether the turn has ended, or runs in a newer attempt.
    synchronized boolean isStale(TurnProgress turn) {
        var shown = running.get(turn.getTurnId());
        return ended.contains(turn.getTurnId()) || (shown != null && shown.attempt() > turn.getAttempt());
    }

    /// A message of the client stands in the log.
    synchronized void asked(String messageId) {
        waiting = with(waiting, messageId);
        trim(waiting, MESSAGES_KEPT);
    }

    /// A turn has ended.
    synchronized void ended(@Nullable String turnId, Collection<String> messageIds) {
        if (!waiting.isEmpty()) {
            waiting.removeAll(Set.copyOf(messageIds));
        }
        if (turnId != null) {
            if (!running.isEmpty()) {
                running.remove(turnId);
            }
            ended = with(ended, turnId);
            trim(ended, TURNS_KEPT);
        }
    }

    synchronized Optional<RunningTurn> latest() {
        return running.entrySet().stream()
                .reduce((older, newer) -> newer)
                .map(turn -> new RunningTurn(
                        turn.getKey(),
                        ServerFrames.name(turn.getValue().sign().getPhase()),
                        turn.getValue().since()));
    }

    /// Whether anything is to be answered.
    synchronized boolean isBusy() {
        return !running.isEmpty() || !waiting.isEmpty();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private static Set<String> with(Set<String> ids, String id) {
        var more = ids.isEmpty() ? new LinkedHashSet<String>(4) : ids;
        more.add(id);
        return more;
    }

    private static void trim(Set<String> ids, int most) {
        var oldestFirst = ids.iterator();
        for (int surplus = ids.size() - most; surplus > 0; surplus--) {
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
