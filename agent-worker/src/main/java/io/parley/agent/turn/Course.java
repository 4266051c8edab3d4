package io.parley.agent.turn;

import io.parley.agent.model.Ask;
import io.parley.agent.model.ModelOutcome;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The course of a recorded turn: its steps, and what came from outside between them. Says what happens next while the
/// turn is run again, and how far it has come.
final class Course {

    private static final Pattern PLACE = Pattern.compile("(?:by )?(\\d+)-(\\d+).*", Pattern.DOTALL);
    private static final Set<String> BY_RECORD = Set.of("interrupted", "cancelled", "taken-over", "human-replied");
    private static final String BUDGET = Attempt.BUDGET_EXHAUSTED + ": ";
    private static final String TOO_MANY = "too-many-steps: ";
    private static final int MOST_LOST = 20;
    private static final Pattern BUSY = Pattern.compile(Attempt.PERMITS_USED_UP + ": none within (\\d+) ms");

    private final TurnRecord record;
    private final List<Step> steps;
    private final List<Decision> decisions;
    private final RecordedFailures failures;
    private final Deque<Decision> causes = new ArrayDeque<>();
    private final RecordedClock clock;
    private int kept;
    private int attempt = 1;
    private boolean opened;
    private int lost;
    private @Nullable Departed suspected;

    /// A turn that is run again does something else than it did.
    static final class Departed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Rerun.Departure departure;

        Departed(Rerun.Departure departure) {
            super(departure.what(), null, false, false);
            this.departure = departure;
        }

        Rerun.Departure departure() {
            return departure;
        }
    }

    Course(TurnRecord record) {
        this.record = record;
        this.steps = record.getSteps().stream().map(Course::step).toList();
        this.decisions = record.getDecisions().stream()
                .map(decision ->
                        new Decision(decision.getAt(), decision.getAttempt(), decision.getWhat(), decision.getWhy()))
                .toList();
        this.failures = new RecordedFailures(decisions, record.getAttempts());
        decisions.stream().filter(Course::isCause).forEach(causes::add);
        this.clock = new RecordedClock(record.getInputs().stream()
                .map(TurnInput::getLogTime)
                .findFirst()
                .orElse(record.getStartedAt()));
    }

    private static Step step(TurnStep step) {
        return new Step(
                step.getAttempt(),
                step.getKind(),
                step.getName(),
                step.getRequestHash(),
                step.getAnswer(),
                step.getStartedAt(),
                step.getDurationMs(),
                step.getInputTokens(),
                step.getOutputTokens());
    }

    /// Whether something outside of the worker has made it decide so.
    private static boolean isCause(Decision decision) {
        return switch (decision.what()) {
            case "model-failed", "retried", "resumed" -> true;
            case "failed" -> decision.why().equals("turn-timeout");
            case "refused" ->
                decision.why().startsWith(BUDGET)
                        || decision.why().startsWith(TOO_MANY)
                        || BUSY.matcher(decision.why()).matches();
            default -> BY_RECORD.contains(decision.what());
        };
    }

    TurnRecord record() {
        return record;
    }

    List<Decision> decisions() {
        return decisions;
    }

    Clock clock() {
        return clock;
    }

    void passUntil(Instant time) {
        clock.passUntil(time);
    }

    boolean isOpened() {
        return opened;
    }

    void opened() {
        opened = true;
    }

    /// The reason for which the turn's records were given up, if they were.
    Optional<String> parked() {
        return decisions.stream()
                .filter(decision -> decision.what().equals("parked"))
                .map(Decision::why)
                .findFirst();
    }

    RecordedFailures failures() {
        return failures;
    }

    /// The model that was asked where neither the tenant nor its fallback says which.
    String model(String fallback) {
        var asked =
                steps.stream().filter(step -> step.kind().equals(Rounds.MODEL)).map(Step::name);
        return Stream.concat(asked, failures.modelsTried())
                .filter(name -> !name.equals(fallback))
                .findFirst()
                .orElse("unknown");
    }

    String transcription() {
        return steps.stream()
                .filter(step -> step.kind().equals(Findings.TRANSCRIPTION))
                .map(Step::name)
                .findFirst()
                .orElse("unknown");
    }

    /// Which call of the model a recorded step is about.
    Optional<Ask> asked(Step step) {
        return Rounds.ask(Rounds.of(steps), step);
    }

    /// The next recorded step, if it was made in this attempt.
    Optional<Step> next() {
        return kept < steps.size() && steps.get(kept).attempt() == attempt
                ? Optional.of(steps.get(kept))
                : Optional.empty();
    }

    /// Recorded steps of one kind that come next, in this attempt.
    List<Step> following(String kind) {
        return steps.subList(kept, steps.size()).stream()
                .takeWhile(step -> step.attempt() == attempt)
                .filter(step -> step.kind().equals(kind))
                .toList();
    }

    /// A step has been made again.
    ///
    /// @throws Departed if it is another than the recorded one
    void made(Step step) {
        var then = kept < steps.size() ? steps.get(kept) : null;
        if (then == null || !told(then).equals(told(step))) {
            throw departed("step", then == null ? "" : told(then), told(step));
        }
        kept++;
        suspected = null;
    }

    private static String told(Step step) {
        return "attempt %d, %s %s, request %s, %d + %d tokens: %s"
                .formatted(
                        step.attempt(),
                        step.kind(),
                        step.name(),
                        step.requestHash(),
                        step.inputTokens(),
                        step.outputTokens(),
                        Rounds.answered(step));
    }

    /// The turn has decided all this by now.
    ///
    /// @throws Departed if the record says otherwise
    void decided(List<Decision> made) {
        for (int i = 0; i < made.size(); i++) {
            var then = i < decisions.size() ? told(decisions.get(i)) : "";
            var again = told(made.get(i));
            if (!then.equals(again) && suspected != null) {
                throw suspected;
            }
            if (!then.equals(again)) {
                throw departed("decision", then, again);
            }
        }
    }

    private static String told(Decision decision) {
        return "attempt %d, %s: %s".formatted(decision.attempt(), decision.what(), decision.why());
    }

    /// The next attempt has begun.
    void advanced(int to) {
        goneOn();
        attempt = to;
    }

    /// The pause after a failure is over.
    void goneOn() {
        cause().filter(cause -> cause.what().equals("retried")).ifPresent(this::happened);
    }

    Departed departed(String what, String recorded, String again) {
        return new Departed(new Rerun.Departure(kept, what, recorded, again));
    }

    /// What comes from outside next in this attempt.
    Optional<Decision> cause() {
        return Optional.ofNullable(causes.peek()).filter(cause -> cause.attempt() <= attempt);
    }

    /// What comes from outside now that all recorded steps of the attempt have been made.
    Optional<Decision> due() {
        return opened && next().isEmpty() ? cause() : Optional.empty();
    }

    void happened(Decision cause) {
        causes.remove(cause);
    }

    /// Whether a record of the lane has caused this.
    static boolean isByRecord(Decision decision) {
        return BY_RECORD.contains(decision.what());
    }

    /// The offset of the record that has caused this.
    static long offset(Decision decision) {
        var match = PLACE.matcher(decision.why());
        return match.matches() ? Long.parseLong(match.group(2)) : Long.MAX_VALUE;
    }

    /// The offset from which on messages interrupted the turn, or a later attempt of it.
    long interruptedFrom(int from) {
        return decisions.stream()
                .filter(decision -> decision.what().equals("interrupted") && decision.attempt() >= from)
                .mapToLong(Course::offset)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    int attempt() {
        return attempt;
    }

    /// The failure of a model call that is recorded before this step, or where no answer is recorded at all.
    Optional<Decision> failure(Optional<Step> answer) {
        return cause().filter(cause -> cause.what().equals("model-failed"))
                .filter(cause ->
                        answer.isEmpty() || !cause.at().isAfter(answer.get().startedAt()));
    }

    /// What was used up where the tenant's budget let no call be made.
    Optional<String> exhausted() {
        return due().filter(
                        cause -> cause.what().equals("refused") && cause.why().startsWith(BUDGET))
                .map(cause -> cause.why().substring(BUDGET.length()));
    }

    /// Whether the model asked for one call more than it may: such an answer is not kept.
    boolean wantedTooMuch() {
        return due().filter(cause -> cause.why().startsWith(TOO_MANY)).isPresent();
    }

    /// A failure that may have led to another request than the first one of an attempt in which the process died.
    ///
    /// @param departed what is wrong if there was none
    /// @param otherModel whether another model was asked afterwards
    Optional<ModelOutcome.Failed> lost(Departed departed, boolean otherModel) {
        if (++lost > MOST_LOST
                || cause().filter(cause -> cause.what().equals("resumed")).isEmpty()) {
            return Optional.empty();
        }
        suspected = suspected == null ? departed : suspected;
        var reason = otherModel ? ModelOutcome.Failed.UNAVAILABLE : ModelOutcome.Failed.CONTEXT_TOO_LONG;
        return Optional.of(new ModelOutcome.Failed(reason, false, Optional.empty(), "lost"));
    }

    /// How long a permit was waited for in vain, if it was.
    Optional<Duration> patience() {
        return decisions.stream()
                .map(decision -> BUSY.matcher(decision.why()))
                .filter(match -> match.matches())
                .map(match -> Duration.ofMillis(Long.parseLong(match.group(1))))
                .findFirst();
    }

    /// Whether all permits are taken now.
    boolean isBusy() {
        return due().filter(cause -> BUSY.matcher(cause.why()).matches()).isPresent();
    }

    /// Why the burst was closed, in the attempt's words.
    static boolean isClosedByControl(Decision decision) {
        return decision.why().toLowerCase(Locale.ROOT).endsWith("control");
    }
}
