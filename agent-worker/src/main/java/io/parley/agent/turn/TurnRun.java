package io.parley.agent.turn;

import io.parley.agent.model.Ask;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.OnNewMessage;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs an opened turn to its end: attempts, interruptions, retries, and the one compare-and-set that ends it.
///
/// A failure before any text was shown is retried within the attempt. Once text was shown, a retry is a new attempt,
/// so that every reader of the pieces throws away those of the old one.
final class TurnRun {

    private final Workplace workplace;
    private final Prompting prompting;
    private final ClientLane lane;
    private final AgentSettings settings;
    private final Listening listening;
    private final Clock clock;
    private final List<Decision> decisions;
    private Turn turn;
    private Tries tries;
    private Instant deadline;
    private int memoryLines;
    private Signs.OfAttempt signs;

    TurnRun(Workplace workplace, Prompting prompting, ClientLane lane, AgentSettings settings, Turn turn) {
        this.workplace = workplace;
        this.prompting = prompting;
        this.lane = lane;
        this.settings = settings;
        this.turn = turn;
        this.clock = workplace.clock();
        this.listening = new Listening(lane, workplace.store(), turn.client());
        this.decisions = new ArrayList<>(turn.decisions());
        this.tries = freshTries();
        this.deadline = freshDeadline();
        this.memoryLines = turn.memory().size();
        this.signs = workplace.signs().attempt(turn);
    }

    private Tries freshTries() {
        return new Tries(prompting.modelName(settings), settings.fallbackModel(), prompting.tries());
    }

    private Instant freshDeadline() {
        return clock.instant().plus(settings.turnTimeout());
    }

    /// Takes up a turn that another process has left behind.
    void resume() throws InterruptedException {
        decide("resumed", "attempt " + turn.attempt() + " was left behind");
        decideOnFailures();
        advance(TurnStore.Cause.RESUMED, List.of());
    }

    /// Runs until the turn has ended, here or elsewhere.
    Turn toTheEnd() throws InterruptedException {
        try {
            while (turn.ending().isEmpty()) {
                follow(step());
            }
            return turn;
        } finally {
            signs.over();
        }
    }

    /// What must be known is learnt, what the model has asked for is called, and then the model is asked.
    private AttemptOutcome step() throws InterruptedException {
        var perceived = perceive();
        if (perceived.isPresent()) {
            return perceived.get();
        }
        var open = Rounds.open(turn);
        return open.isPresent() ? called(open.get()) : asked();
    }

    private AttemptOutcome called(Rounds.Round round) throws InterruptedException {
        var unanswered = Rounds.unanswered(turn, round);
        var calls =
                unanswered.stream().filter(ask -> !Acts.isAct(ask, settings)).toList();
        if (!calls.isEmpty()) {
            return new ToolRun(workplace, lane, watch(duringCalls()), turn, settings, signs)
                    .next(round, calls, deadline);
        }
        var heard = watch(duringCalls()).heard(() -> false);
        return heard.isPresent() ? heard.get() : acted(round, unanswered);
    }

    private AttemptOutcome acted(Rounds.Round round, List<Ask> unanswered) {
        return switch (Acts.in(turn, unanswered, settings).orElseThrow()) {
            case Acts.Act.Wrong wrong -> {
                var now = clock.instant();
                yield new AttemptOutcome.Learnt(List.of(Rounds.step(turn, round, wrong.ask(), wrong.why(), now, now)));
            }
            case Acts.Act.HandOver handOver -> new AttemptOutcome.HandedOver(handOver);
            case Acts.Act.Compose compose -> new AttemptOutcome.Composed(compose);
        };
    }

    /// With `steer`, a message waits until the model is asked again.
    private OnNewMessage duringCalls() {
        return settings.onNewMessage() == OnNewMessage.STEER ? OnNewMessage.QUEUE : settings.onNewMessage();
    }

    private AttemptOutcome asked() throws InterruptedException {
        long used = turn.steps().stream()
                .mapToLong(step -> step.inputTokens() + step.outputTokens())
                .sum();
        if (used >= settings.maxTurnTokens()) {
            return new AttemptOutcome.Refused("turn-too-long", used + " tokens");
        }
        var question =
                new Prompting.Question(tries.model(), memoryLines, Rounds.depth(turn) + 1 >= settings.maxSteps());
        var prompt = prompting.prompt(
                turn,
                settings,
                question,
                workplace.senses().media(),
                workplace.toolbox().specs(settings));
        return new Attempt(workplace, lane, watch(settings.onNewMessage()), turn, signs)
                .ask(prompt, settings, deadline);
    }

    /// What must be known before the model is asked, one thing a time; empty when nothing is lacking.
    private Optional<AttemptOutcome> perceive() throws InterruptedException {
        var patient = new Watch(lane, listening, turn, OnNewMessage.QUEUE, clock);
        var perceiving = new Perceiving(workplace, lane, patient, turn);
        var files = Findings.missing(turn);
        if (!files.isEmpty()) {
            return Optional.of(perceiving.fetch(files, deadline));
        }
        var unheard = Findings.unheard(turn);
        if (unheard.isPresent()) {
            var ears = new Tries(prompting.transcription(settings), Optional.empty(), prompting.tries());
            return Optional.of(perceiving.transcribe(unheard.get(), prompting.endpoint(settings), ears, deadline));
        }
        return Words.saysAnything(turn) ? Optional.empty() : Words.missed(turn).map(AttemptOutcome.Missed::new);
    }

    private Watch watch(OnNewMessage onNewMessage) {
        return new Watch(lane, listening, turn, onNewMessage, clock);
    }

    private void follow(AttemptOutcome outcome) throws InterruptedException {
        switch (outcome) {
            case AttemptOutcome.Answered answered -> answered(answered);
            case AttemptOutcome.Learnt learnt -> learnt(learnt.steps());
            case AttemptOutcome.HandedOver handedOver -> handedOver(handedOver.act());
            case AttemptOutcome.Composed composed -> replied(composed.act().parts(), null, null);
            case AttemptOutcome.Refused refused -> {
                decide("refused", refused.reason() + ": " + refused.why());
                giveUp(refused.reason());
            }
            case AttemptOutcome.Missed missed -> missed(missed.what());
            case AttemptOutcome.Failed failed -> failed(failed);
            case AttemptOutcome.TimeUp timeUp -> giveUp("turn-timeout");
            case AttemptOutcome.Interrupted interrupted -> interrupted(interrupted.by());
            case AttemptOutcome.Stopped stopped -> stopped(stopped.by());
        }
    }

    private void learnt(List<Step> steps) throws InterruptedException {
        var before = turn;
        turn = lane.insist(() -> workplace.store().keep(before, steps));
        if (turn.ending().isEmpty() && turn.attempt() != before.attempt()) {
            throw new LaneLeft("overtaken");
        }
        decideOnFailures();
    }

    /// What could not be had is decided on once, also where the process that found it out has not lived to say so.
    private void decideOnFailures() {
        for (var step : turn.steps()) {
            var why = Findings.failure(step).map(reason -> step.name() + ": " + reason);
            if (why.isPresent()
                    && decisions.stream().noneMatch(decision -> decision.why().equals(why.get()))) {
                decide(step.kind() + "-failed", why.get());
            }
        }
    }

    private void missed(Words.Missed what) throws InterruptedException {
        var reason = what.spoken() ? "voice-not-heard" : "file-not-loaded";
        decide("failed", reason + ": " + what.reason());
        var notice = notice(Saying.Kind.FAILURE, Notices.missed(what, settings.language()), reason);
        end(TurnEnd.Outcome.FAILED, reason, List.of(notice), null, List.of());
    }

    private void answered(AttemptOutcome.Answered answered) throws InterruptedException {
        var round = Rounds.round(answered.step());
        if (round.asks().isEmpty()) {
            replied(List.of(new Acts.Part(round.text(), "", List.of())), answered.step(), null);
        } else if (Rounds.depth(turn) + 1 >= settings.maxSteps()) {
            decide("refused", "too-many-steps: " + settings.maxSteps());
            giveUp("too-many-steps");
        } else {
            tries = freshTries();
            learnt(List.of(answered.step()));
        }
    }

    /// The agent's last word, and a person is called.
    private void handedOver(Acts.Act.HandOver act) throws InterruptedException {
        decide("handed-over", act.reason());
        var words = settings.handoffMessage().orElseGet(() -> Notices.handedOver(settings.language()));
        var at = turn.inputs().getLast().loggedAt();
        replied(
                List.of(new Acts.Part(words, "", List.of())),
                null,
                new TurnEnd.Handover(settings, act.reason(), act.summary(), at));
    }

    /// Says these parts; what was said in this attempt before, while tools were called, stands before them.
    private void replied(List<Acts.Part> parts, @Nullable Step last, TurnEnd.@Nullable Handover handover)
            throws InterruptedException {
        // Whatever the model makes of it, the client is told what has not been understood.
        var sayings = new ArrayList<Saying>();
        Words.missed(turn)
                .map(what -> notice(
                        Saying.Kind.NOTICE,
                        Notices.missed(what, settings.language()),
                        what.spoken() ? "voice-not-heard" : "file-not-loaded"))
                .ifPresent(sayings::add);
        int part = 0;
        for (var said : withWhatWasSaid(parts)) {
            sayings.add(Saying.reply(Ids.replyId(turn.id(), ++part), said));
        }
        end(TurnEnd.Outcome.ANSWERED, null, sayings, last, List.of(), handover);
    }

    private List<Acts.Part> withWhatWasSaid(List<Acts.Part> parts) {
        var said = Rounds.said(turn);
        if (said.isEmpty()) {
            return parts;
        }
        var first = parts.getFirst();
        if (!first.imageUrl().isEmpty() || !first.buttons().isEmpty()) {
            return Stream.concat(Stream.of(new Acts.Part(said, "", List.of())), parts.stream())
                    .toList();
        }
        var joined = new Acts.Part(Rounds.joined(Stream.of(said, first.text())), "", List.of());
        return Stream.concat(Stream.of(joined), parts.stream().skip(1)).toList();
    }

    private void failed(AttemptOutcome.Failed failed) throws InterruptedException {
        var failure = failed.failure();
        decide("model-failed", failure.reason() + ": " + failure.cause());
        if (failure.reason().equals(ModelOutcome.Failed.CONTEXT_TOO_LONG) && memoryLines > 0) {
            memoryLines /= 2;
            decide("context-shortened", memoryLines + " lines of the memory");
            return;
        }
        var pause = tries.next(failure, Duration.between(clock.instant(), deadline));
        if (pause.isEmpty()) {
            giveUp(failure.reason());
            return;
        }
        var until = clock.instant().plus(pause.get());
        var before = watch(settings.onNewMessage())
                .until(() -> false, () -> false, () -> until)
                .orElseThrow();
        if (!(before instanceof AttemptOutcome.TimeUp)) {
            follow(before);
            return;
        }
        decide("retried", "after " + pause.get().toMillis() + " ms with " + tries.model());
        if (failed.shown()) {
            advance(TurnStore.Cause.RETRIED, List.of());
        }
    }

    private void giveUp(String reason) throws InterruptedException {
        decide("failed", reason);
        var notice = notice(Saying.Kind.FAILURE, Notices.failure(reason, settings.language()), reason);
        end(TurnEnd.Outcome.FAILED, reason, List.of(notice), null, List.of());
    }

    private void interrupted(LaneRecord<IncomingMessage> by) throws InterruptedException {
        var client = turn.client();
        var burst = BurstWait.collect(
                lane,
                () -> lane.newer().stream()
                        .dropWhile(record -> record.offset() < by.offset() && record.partition() == by.partition())
                        .toList(),
                new Burst.Times(settings.quiet(client.account(), client.channel()), settings.cap(client.account())),
                clock);
        var fresh = Corrections.applied(listening.fresh(burst.members(), turn), lane.newer());
        lane.takeThrough(burst.members().getLast());
        decide("interrupted", "by " + by.partition() + "-" + by.offset() + ", burst closed: " + burst.why());
        advance(TurnStore.Cause.INTERRUPTED, fresh);
        tries = freshTries();
        deadline = freshDeadline();
    }

    private void stopped(LaneRecord<IncomingMessage> by) throws InterruptedException {
        var place = by.partition() + "-" + by.offset();
        switch (by.value().getKind()) {
            case TAKE_OVER -> {
                decide("taken-over", place);
                Silencing.begin(workplace.store(), lane, turn.client(), settings, by);
                end(TurnEnd.Outcome.IGNORED, "taken-over", List.of(), null, through(by));
            }
            case HUMAN_REPLY -> {
                decide("human-replied", place);
                Silencing.begin(workplace.store(), lane, turn.client(), settings, by);
                end(TurnEnd.Outcome.ANSWERED, null, List.of(Silencing.words(turn.id(), by)), null, through(by));
            }
            default -> {
                decide("cancelled", place);
                // A cancel that names the turn ends no other message, and stays in the lane behind those.
                var more = by.value().getRefersTo().isPresent() ? List.<Input>of() : through(by);
                var notice = notice(Saying.Kind.CANCELLED, Notices.cancelled(settings.language()), "cancelled");
                end(TurnEnd.Outcome.CANCELLED, "cancelled", List.of(notice), null, more);
            }
        }
    }

    /// Takes everything up to the record that stops the turn: the messages among it end with the turn.
    private List<Input> through(LaneRecord<IncomingMessage> last) throws InterruptedException {
        var before = lane.newer().stream()
                .takeWhile(record -> record.offset() != last.offset() || record.partition() != last.partition())
                .toList();
        var inputs = new ArrayList<>(
                listening.fresh(before, turn).stream().map(Input::message).toList());
        var control = Input.control(last);
        if (lane.insist(() -> workplace.store().known(turn.client(), List.of(control.messageId())))
                .isEmpty()) {
            inputs.add(control);
        }
        lane.takeThrough(last);
        return inputs;
    }

    private Saying notice(Saying.Kind kind, String text, String reason) {
        return new Saying(Ids.noticeId(turn.id()), Saying.Author.SYSTEM, kind, text, null, reason);
    }

    private void decide(String what, String why) {
        decisions.add(new Decision(clock.instant(), turn.attempt(), what, why));
    }

    private void advance(TurnStore.Cause cause, List<Input> more) throws InterruptedException {
        var before = turn;
        signs.over();
        turn = lane.insist(() -> workplace.store().again(before, cause, more, List.copyOf(decisions)));
        signs = workplace.signs().attempt(turn);
        if (turn.ending().isEmpty()
                && (turn.attempt() != before.attempt() + 1 || !turn.decisions().equals(decisions))) {
            throw new LaneLeft("overtaken");
        }
    }

    private void end(
            TurnEnd.Outcome outcome,
            @Nullable String reason,
            List<Saying> sayings,
            @Nullable Step last,
            List<Input> more)
            throws InterruptedException {
        end(outcome, reason, sayings, last, more, null);
    }

    private void end(
            TurnEnd.Outcome outcome,
            @Nullable String reason,
            List<Saying> sayings,
            @Nullable Step last,
            List<Input> more,
            TurnEnd.@Nullable Handover handover)
            throws InterruptedException {
        var steps =
                Stream.concat(turn.steps().stream(), Stream.ofNullable(last)).toList();
        var end = new TurnEnd(
                outcome,
                reason,
                sayings,
                clock.instant(),
                steps.stream().mapToLong(Step::inputTokens).sum(),
                steps.stream().mapToLong(Step::outputTokens).sum(),
                handover);
        var before = turn;
        turn = lane.insist(() -> workplace.store().end(before, end, last, more, List.copyOf(decisions)));
        if (turn.ending().isEmpty()) {
            throw new LaneLeft("overtaken");
        }
        if (turn.ending().equals(Optional.of(end))) {
            workplace.metrics().ended(turn, end);
        }
    }
}
