package io.parley.agent.turn;

import io.parley.agent.budget.Budget;
import io.parley.agent.budget.Tokenizer;
import io.parley.agent.model.Model;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import io.parley.agent.settings.AgentSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One request to the model, watched. Whenever it is left, the call is over, its permit given back and its cost
/// settled.
final class Attempt implements Model.Listener {

    /// Nobody came free in time.
    static final String PERMITS_USED_UP = "permits-used-up";

    /// The tenant has spent what it may spend today.
    static final String BUDGET_EXHAUSTED = "budget-exhausted";

    /// What an answer is expected to cost at most, in tokens.
    private static final int ANSWER_TOKENS = 1_000;

    /// A token is about this many characters.
    private static final int TOKEN = 3;

    private final Workplace workplace;
    private final ClientLane lane;
    private final Watch watch;
    private final Turn turn;
    private final Clock clock;
    private final Instant startedAt;
    private final Signs.OfAttempt signs;
    private final AtomicReference<@Nullable ModelOutcome> outcome = new AtomicReference<>();
    private volatile @Nullable Instant writingSince;
    private final AtomicInteger characters = new AtomicInteger();

    /// @param signs of the attempt, which may have shown something before
    Attempt(Workplace workplace, ClientLane lane, Watch watch, Turn turn, Signs.OfAttempt signs) {
        this.workplace = workplace;
        this.lane = lane;
        this.watch = watch;
        this.turn = turn;
        this.clock = workplace.clock();
        this.startedAt = clock.instant();
        this.signs = signs;
    }

    /// Asks the model, as soon as there is a permit and money for it.
    AttemptOutcome ask(Prompt prompt, AgentSettings settings, Instant deadline) throws InterruptedException {
        var told = watch.heard(this::isWriting);
        if (told.isPresent()) {
            return told.get();
        }
        var address = prompt.endpoint().baseUrl().toString();
        var patience = workplace.permits().patience();
        var patient = earlier(deadline, clock.instant().plus(patience));
        try (var permit = workplace.permits().ask(turn.client().tenant(), address, lane::wake)) {
            var waited = watch.until(permit::isGranted, this::isWriting, () -> patient);
            if (waited.isEmpty()) {
                return paid(prompt, settings, deadline);
            }
            return waited.get() instanceof AttemptOutcome.TimeUp && isBefore(deadline)
                    ? new AttemptOutcome.Refused(PERMITS_USED_UP, "none within " + patience.toMillis() + " ms")
                    : waited.get();
        }
    }

    private AttemptOutcome paid(Prompt prompt, AgentSettings settings, Instant deadline) throws InterruptedException {
        long question = Tokenizer.estimate(settings, prompt.canonical());
        var tokens = new Budget.Tokens(question, ANSWER_TOKENS);
        var leave =
                lane.insist(() -> workplace.budget().reserve(turn.client().tenant(), settings, prompt.model(), tokens));
        return switch (leave) {
            case Budget.Leave.Exhausted exhausted -> new AttemptOutcome.Refused(BUDGET_EXHAUSTED, exhausted.what());
            case Budget.Leave.Granted granted -> {
                try {
                    yield call(prompt, deadline);
                } finally {
                    granted.settle(used(question));
                }
            }
        };
    }

    /// What the provider says, or what can be told from what was heard. A request that the provider did not take, or
    /// that was never made, costs nothing.
    private Budget.Tokens used(long question) {
        if (outcome.get() instanceof ModelOutcome.Failed failed && !failed.isPaid() && characters.get() == 0) {
            return new Budget.Tokens(0, 0);
        }
        return outcome.get() instanceof ModelOutcome.Answered answered
                        && answered.inputTokens() + answered.outputTokens() > 0
                ? new Budget.Tokens(answered.inputTokens(), answered.outputTokens())
                : new Budget.Tokens(question, characters.get() / TOKEN);
    }

    private AttemptOutcome call(Prompt prompt, Instant deadline) throws InterruptedException {
        enter(Signs.Phase.THINKING);
        var call = workplace.model().ask(prompt, this);
        try {
            var before = watch.until(
                    () -> outcome.get() != null, this::isWriting, () -> earlier(deadline, call.expiresAt()));
            if (before.isPresent() && before.get() instanceof AttemptOutcome.TimeUp && isBefore(deadline)) {
                return failed(new ModelOutcome.Failed(
                        ModelOutcome.Failed.TIMEOUT, true, Optional.empty(), isWriting() ? "silence" : "no token"));
            }
            return before.orElseGet(() -> result(prompt));
        } finally {
            call.cancel();
        }
    }

    private boolean isBefore(Instant deadline) {
        return clock.instant().isBefore(deadline);
    }

    private AttemptOutcome result(Prompt prompt) {
        return switch (outcome.get()) {
            case ModelOutcome.Answered answered -> answered(answered, prompt);
            case ModelOutcome.Failed failed -> failed(failed);
            case null -> throw new IllegalStateException("asked for a result that is not there");
        };
    }

    private AttemptOutcome answered(ModelOutcome.Answered answered, Prompt prompt) {
        var endedAt = clock.instant();
        var writing = Optional.ofNullable(writingSince);
        writing.ifPresent(since -> workplace.metrics().phase("writing", Duration.between(since, endedAt)));
        workplace.metrics().tokens(turn.client(), prompt.model(), answered.inputTokens(), answered.outputTokens());
        return new AttemptOutcome.Answered(Rounds.step(turn, prompt, answered, startedAt, endedAt));
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
            if (!Rounds.said(turn).isEmpty()) {
                signs.text(Rounds.BETWEEN);
            }
        }
        characters.addAndGet(piece.length());
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
        workplace.running().enter(turn, phase);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
