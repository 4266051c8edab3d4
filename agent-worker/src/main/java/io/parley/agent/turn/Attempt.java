package io.parley.agent.turn;

import io.parley.agent.model.Model;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// One request to the model, watched. Whenever it is left, the call is over and its permit given back.
final class Attempt implements Model.Listener {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Workplace workplace;
    private final ClientLane lane;
    private final Watch watch;
    private final Turn turn;
    private final Clock clock;
    private final Instant startedAt;
    private final Signs.OfAttempt signs;
    private final AtomicReference<@Nullable ModelOutcome> outcome = new AtomicReference<>();
    private volatile @Nullable Instant writingSince;

    Attempt(Workplace workplace, ClientLane lane, Watch watch, Turn turn) {
        this.workplace = workplace;
        this.lane = lane;
        this.watch = watch;
        this.turn = turn;
        this.clock = workplace.clock();
        this.startedAt = clock.instant();
        this.signs = workplace.signs().attempt(turn);
    }

    /// Asks the model, unless the same request has been answered in this turn before: nothing is bought twice.
    AttemptOutcome ask(Prompt prompt, Instant deadline) throws InterruptedException {
        var hash = prompt.hash();
        var stored = turn.steps().stream()
                .filter(step -> step.requestHash().equals(hash))
                .findFirst();
        if (stored.isPresent()) {
            var answer = JSON.readTree(stored.get().answer());
            return new AttemptOutcome.Answered(answer.path("text").asString(), stored.get());
        }
        var told = watch.heard(this::isWriting);
        if (told.isPresent()) {
            return told.get();
        }
        var address = prompt.endpoint().baseUrl().toString();
        try (var permit = workplace.permits().ask(turn.client().tenant(), address, lane::wake)) {
            var waited = watch.until(permit::isGranted, this::isWriting, () -> deadline);
            return waited.isPresent() ? waited.get() : call(prompt, hash, deadline);
        } finally {
            signs.over();
        }
    }

    private AttemptOutcome call(Prompt prompt, String hash, Instant deadline) throws InterruptedException {
        enter(Signs.Phase.THINKING);
        var call = workplace.model().ask(prompt, this);
        try {
            var before = watch.until(
                    () -> outcome.get() != null, this::isWriting, () -> earlier(deadline, call.expiresAt()));
            if (before.isPresent() && before.get() instanceof AttemptOutcome.TimeUp && isBefore(deadline)) {
                return failed(new ModelOutcome.Failed(
                        ModelOutcome.Failed.TIMEOUT, true, Optional.empty(), isWriting() ? "silence" : "no token"));
            }
            return before.orElseGet(() -> result(prompt, hash));
        } finally {
            call.cancel();
        }
    }

    private boolean isBefore(Instant deadline) {
        return clock.instant().isBefore(deadline);
    }

    private AttemptOutcome result(Prompt prompt, String hash) {
        return switch (outcome.get()) {
            case ModelOutcome.Answered answered -> answered(answered, prompt, hash);
            case ModelOutcome.Failed failed -> failed(failed);
            case null -> throw new IllegalStateException("asked for a result that is not there");
        };
    }

    private AttemptOutcome answered(ModelOutcome.Answered answered, Prompt prompt, String hash) {
        var writing = Optional.ofNullable(writingSince);
        writing.ifPresent(since -> workplace.metrics().phase("writing", Duration.between(since, clock.instant())));
        workplace.metrics().tokens(turn.client(), prompt.model(), answered.inputTokens(), answered.outputTokens());
        var text = Storable.text(answered.text());
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("text", text).put("finish_reason", answered.finish());
        var step = new Step(
                turn.attempt(),
                "model",
                prompt.model(),
                hash,
                JSON.writeValueAsString(answer),
                startedAt,
                Duration.between(startedAt, clock.instant()).toMillis(),
                answered.inputTokens(),
                answered.outputTokens());
        return new AttemptOutcome.Answered(text, step);
    }

    private AttemptOutcome failed(ModelOutcome.Failed failure) {
        return new AttemptOutcome.Failed(failure, isWriting());
    }

    private boolean isWriting() {
        return writingSince != null;
    }

    /// On the model's thread.
    @Override
    public void text(String piece) {
        if (writingSince == null) {
            var now = clock.instant();
            writingSince = now;
            enter(Signs.Phase.WRITING);
            workplace.metrics().phase("thinking", Duration.between(startedAt, now));
        }
        signs.text(piece);
    }

    /// On the model's thread.
    @Override
    public void ended(ModelOutcome outcome) {
        this.outcome.set(outcome);
        lane.wake();
    }

    private void enter(Signs.Phase phase) {
        signs.phase(phase);
        workplace
                .running()
                .put(new RunningTurns.Now(turn.id(), turn.client(), turn.attempt(), phase, turn.messageIds()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
