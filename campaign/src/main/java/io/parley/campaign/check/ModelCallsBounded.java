package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The model is asked once for each state of a burst; again only within the allowed retries, and after faults.
final class ModelCallsBounded implements Law {

    private static final int RETRIES = 4;

    @Override
    public String name() {
        return "L8 model calls bounded";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        var faults = seen.all(Line.Fault.class).stream()
                .filter(fault -> fault.event().equals("start"))
                .toList();
        return Calls.byNewest(seen).entrySet().stream()
                .filter(calls -> calls.getValue().size() > 1 + RETRIES + faultsDuring(calls.getValue(), faults))
                .map(calls -> violation(
                        "message " + calls.getKey(),
                        "the model was asked " + calls.getValue().size() + " times"));
    }

    private static long faultsDuring(List<Line.ModelCall> calls, List<Line.Fault> faults) {
        long begin = calls.stream().mapToLong(Line.ModelCall::started).min().orElse(0);
        long end = calls.stream().mapToLong(Line.ModelCall::started).max().orElse(0);
        return faults.stream()
                .filter(fault -> fault.at().wall() >= begin - 1 && fault.at().wall() <= end)
                .count();
    }

    /// Model calls, sorted by what they were to answer.
    static final class Calls {

        private Calls() {}

        /// Marker of the newest message in the prompt → calls.
        static java.util.Map<String, List<Line.ModelCall>> byNewest(Observations seen) {
            return seen.all(Line.ModelCall.class).stream()
                    .filter(call -> call.newest() != null)
                    .collect(Collectors.groupingBy(call -> call.newest() == null ? "" : call.newest()));
        }

        /// Answers that the model gave in full although it had answered the same before.
        static long wasted(Observations seen) {
            return byNewest(seen).values().stream()
                    .mapToLong(calls -> calls.stream()
                            .filter(call -> call.outcome().equals("completed"))
                            .count())
                    .map(completed -> Math.max(0, completed - 1))
                    .sum();
        }
    }
}
