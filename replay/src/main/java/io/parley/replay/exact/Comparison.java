package io.parley.replay.exact;

import io.parley.agent.journal.JournalPublisher;
import io.parley.agent.turn.Rerun;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import io.parley.schemas.wire.AvroWire;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/// Looks for the first difference between a turn as it is recorded and as it was run again.
final class Comparison {

    private static final AvroWire<AgentReply> ENTRIES = new AvroWire<>(AgentReply.class);

    private final TurnRecord then;
    private final List<Rerun.Request> requests;

    private Comparison(TurnRecord then, List<Rerun.Request> requests) {
        this.then = then;
        this.requests = requests;
    }

    /// @param requests those of the turn as it was, where they are known word for word
    static Optional<Difference> of(TurnRecord then, Rerun.Result result, List<Rerun.Request> requests) {
        var comparison = new Comparison(then, requests);
        return result.departure()
                .map(departure -> comparison.departed(departure, result))
                .or(() -> result.turn() == null
                        ? Optional.of(new Difference("ending", "outcome", "a turn", "nothing"))
                        : comparison.ended(JournalPublisher.record(result.turn(), List.of())));
    }

    private Difference departed(Rerun.Departure departure, Rerun.Result result) {
        return switch (departure.what()) {
            case "model-request" -> request(departure, result);
            case "step" -> new Difference("step " + (departure.step() + 1), "", departure.recorded(), departure.now());
            default -> new Difference(after(departure), departure.what(), departure.recorded(), departure.now());
        };
    }

    private static String after(Rerun.Departure departure) {
        return departure.step() == 0 ? "before the first step" : "after step " + departure.step();
    }

    private Difference request(Rerun.Departure departure, Rerun.Result result) {
        var now = result.requests().getLast();
        var steps = then.getSteps();
        if (departure.step() >= steps.size()
                || !steps.get(departure.step()).getKind().equals("model")) {
            return new Difference(after(departure), "model request", departure.recorded(), "the model is asked");
        }
        var step = steps.get(departure.step());
        var where = "model request %d (attempt %d)".formatted(modelRequest(departure.step()), step.getAttempt());
        return requests.stream()
                .filter(request -> request.hash().equals(step.getRequestHash()))
                .findFirst()
                .map(request -> Requests.difference(where, request.json(), now.json()))
                .orElseGet(() -> Requests.difference(where, step, now));
    }

    private long modelRequest(int step) {
        return 1
                + then.getSteps().subList(0, step).stream()
                        .filter(earlier -> earlier.getKind().equals("model"))
                        .count();
    }

    private Optional<Difference> ended(TurnRecord now) {
        return list("input", then.getInputs(), now.getInputs(), Comparison::told)
                .or(() -> list("step", then.getSteps(), now.getSteps(), Comparison::told))
                .or(() -> list("decision", then.getDecisions(), now.getDecisions(), Comparison::told))
                .or(() -> value("attempts", "number", then.getAttempts(), now.getAttempts()))
                .or(() -> value("turn", "settings_version", then.getSettingsVersion(), now.getSettingsVersion()))
                .or(() -> fields("ending", then.getEnding(), now.getEnding()))
                .or(() -> entries(then.getEntries(), now.getEntries()));
    }

    private static String told(TurnInput input) {
        return input.getMessageId() + " at " + input.getPartition() + "-" + input.getOffset() + ": " + input.getText();
    }

    private static String told(TurnStep step) {
        return step.getAttempt() + " " + step.getKind() + " " + step.getName() + " " + step.getRequestHash() + ": "
                + step.getAnswer();
    }

    private static String told(Decision decision) {
        return decision.getAttempt() + " " + decision.getWhat() + ": " + decision.getWhy();
    }

    private static <T> Optional<Difference> list(String what, List<T> then, List<T> now, Function<T, String> told) {
        for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
            var before = i < then.size() ? told.apply(then.get(i)) : "";
            var after = i < now.size() ? told.apply(now.get(i)) : "";
            if (!before.equals(after)) {
                return Optional.of(new Difference(what + " " + (i + 1), "", before, after));
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> value(String where, String part, Object then, Object now) {
        return then.equals(now)
                ? Optional.empty()
                : Optional.of(new Difference(where, part, then.toString(), now.toString()));
    }

    private static Optional<Difference> entries(List<AgentReply> then, List<AgentReply> now) {
        if (then.size() != now.size()) {
            return value("entries", "number", then.size(), now.size());
        }
        for (int i = 0; i < then.size(); i++) {
            if (!Arrays.equals(ENTRIES.encode(then.get(i)), ENTRIES.encode(now.get(i)))) {
                var where = "entry " + (i + 1);
                return fields(where, then.get(i), now.get(i))
                        .or(() -> Optional.of(new Difference(where, "bytes", "", "")));
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> fields(String where, SpecificRecord then, SpecificRecord now) {
        for (Schema.Field field : then.getSchema().getFields()) {
            var before = String.valueOf(then.get(field.pos()));
            var after = String.valueOf(now.get(field.pos()));
            if (!before.equals(after)) {
                return Optional.of(new Difference(where, field.name(), before, after));
            }
        }
        return Optional.empty();
    }
}
