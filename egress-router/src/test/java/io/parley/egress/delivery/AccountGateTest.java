package io.parley.egress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.egress.delivery.AccountGate.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class AccountGateTest {

    private static final Limit THIRTY = new Limit(Scope.ACCOUNT, 30, Duration.ofSeconds(1), 30);

    private final SettableClock clock = new SettableClock();
    private final AccountGate gate = new AccountGate("shoes-pigeon", clock);
    private final Instant begun = clock.instant();
    private final Map<String, Integer> answers = new HashMap<>();
    private final List<Integer> delivered = new ArrayList<>();

    /// What happens next to a message: it asks, or its call ends.
    private record Step(Instant at, int order, int message, Turn turn, boolean isCalling) {}

    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparing(Step::at).thenComparingInt(Step::order));
    private int order;

    @Test
    void two_minutes_of_outage_leave_few_in_doubt_and_cause_few_refusals() {
        for (int message = 0; message < 4000; message++) {
            ask(begun.plusMillis(50L * message), message, false);
        }

        run();

        assertThat(delivered).hasSize(4000);
        assertThat(answers.get("unknown")).isBetween(AccountGate.UNANSWERED, 30);
        assertThat(answers.get("429")).isBetween(1, 20);
    }

    @Test
    void a_crowd_goes_at_the_accounts_pace_in_the_order_of_arrival() {
        for (int message = 0; message < 300; message++) {
            ask(begun, message, false);
        }

        run();

        assertThat(Duration.between(begun, clock.instant())).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(14));
        assertThat(delivered).hasSize(300);
    }

    @Test
    void a_pause_of_the_account_costs_a_handful_of_refusals() {
        clock.pass(Duration.ofSeconds(140));
        for (int message = 0; message < 500; message++) {
            ask(clock.instant(), message, false);
        }

        run();

        // One for each of the pauses of five seconds that the provider wants, and those under way at the first.
        assertThat(answers.get("429")).isLessThanOrEqualTo(8 + AccountGate.UNANSWERED);
        assertThat(delivered).hasSize(500);
    }

    @Test
    void a_process_that_was_short_of_time_does_not_make_up_for_it() {
        var sixty = new Limit(Scope.ACCOUNT, 60, Duration.ofSeconds(1), 1);
        var turns = new ArrayList<Turn>();
        for (int message = 0; message < 300; message++) {
            turns.add(new Turn(List.of(sixty), false));
        }
        letGo(turns);

        clock.pass(Duration.ofMillis(950));
        int inASecond = 0;
        for (int hundredth = 0; hundredth < 99; hundredth++) {
            inASecond += letGo(turns);
            clock.pass(Duration.ofMillis(10));
        }

        assertThat(inASecond).isBetween(30, 61);
    }

    /// Lets those go that may, each answered at once.
    private int letGo(List<Turn> turns) {
        int before = turns.size();
        turns.removeIf(turn -> {
            var goes = gate.ask(turn).isEmpty();
            if (goes) {
                gate.answered(turn, new Outcome.Sent("1"));
            }
            return goes;
        });
        return before - turns.size();
    }

    private void ask(Instant at, int message, boolean isAgain) {
        steps.add(new Step(at, order++, message, new Turn(List.of(THIRTY), isAgain), false));
    }

    private void run() {
        while (!steps.isEmpty()) {
            var step = steps.remove();
            clock.passTo(step.at());
            if (step.isCalling()) {
                end(step);
            } else {
                var when = gate.ask(step.turn());
                var next = when.orElseGet(() -> clock.instant().plus(latency()));
                steps.add(new Step(next, order++, step.message(), step.turn(), when.isEmpty()));
            }
        }
    }

    private void end(Step step) {
        var outcome = outcome();
        gate.answered(step.turn(), outcome);
        switch (outcome) {
            case Outcome.Sent sent -> delivered.add(step.message());
            case Outcome.Unknown unknown -> {
                answers.merge("unknown", 1, Integer::sum);
                ask(clock.instant(), step.message(), true);
            }
            default -> {
                answers.merge("429", 1, Integer::sum);
                ask(clock.instant(), step.message(), false);
            }
        }
    }

    private long second() {
        return Duration.between(begun, clock.instant()).toSeconds();
    }

    private Duration latency() {
        return second() >= 60 && second() < 100 ? Duration.ofSeconds(15) : Duration.ofMillis(50);
    }

    /// Time-outs from the second 60 on, then 5xx, then 429, until the second 180.
    private Outcome outcome() {
        long second = second();
        if (second >= 61 && second < 140) {
            return new Outcome.Unknown(second < 100 ? "no answer" : "503");
        }
        return second >= 140 && second < 180
                ? new Outcome.Later(Duration.ofSeconds(5), Scope.ACCOUNT, "429")
                : new Outcome.Sent("p");
    }
}
