package io.parley.agent.turn;

import io.parley.agent.model.ModelOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How calls of the model failed in a recorded turn. The record says why; whether a call might be made again, and after
/// which pause, is told by what was done next.
final class RecordedFailures {

    private static final Pattern RETRIED = Pattern.compile("after (\\d+) ms with (.*)", Pattern.DOTALL);

    private final List<Decision> decisions;
    private final int attempts;

    /// @param attempts of the whole turn
    RecordedFailures(List<Decision> decisions, int attempts) {
        this.decisions = decisions;
        this.attempts = attempts;
    }

    /// The models that were asked after failures.
    Stream<String> modelsTried() {
        return decisions.stream()
                .map(decision -> RETRIED.matcher(decision.why()))
                .filter(match -> match.matches())
                .map(match -> match.group(2));
    }

    /// How the call failed, as far as what was done about it tells.
    ///
    /// @param model which failed
    ModelOutcome.Failed failed(Decision failure, String model) {
        int end = failure.why().indexOf(": ");
        var reason = end < 0 ? failure.why() : failure.why().substring(0, end);
        var cause = end < 0 ? "" : failure.why().substring(end + 2);
        var next = after(failure);
        var retried = next.filter(then -> then.what().equals("retried"))
                .map(then -> RETRIED.matcher(then.why()))
                .filter(match -> match.matches());
        boolean givenUp = next.filter(then -> then.what().equals("failed")).isPresent();
        if (retried.isEmpty()) {
            return new ModelOutcome.Failed(reason, !givenUp, Optional.empty(), cause);
        }
        var pause = Duration.ofMillis(Long.parseLong(retried.get().group(1)));
        // Another model is asked only if the first one is not to be asked again.
        boolean sameAgain = retried.get().group(2).equals(model);
        return new ModelOutcome.Failed(reason, sameAgain, Optional.of(pause), cause);
    }

    private Optional<Decision> after(Decision decision) {
        int place = decisions.indexOf(decision) + 1;
        return place < decisions.size() ? Optional.of(decisions.get(place)) : Optional.empty();
    }

    /// Whether text had been shown before the call failed: then the retry was another attempt.
    boolean hadShown(Decision failure) {
        var retried = after(failure).filter(then -> then.what().equals("retried"));
        return retried.isPresent()
                && retried.flatMap(this::after).map(Decision::attempt).orElse(attempts) > failure.attempt();
    }
}
