package io.parley.kit;

import io.parley.kit.Verdict.Failed;
import io.parley.kit.Verdict.Passed;
import io.parley.kit.Verdict.Skipped;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Prints verdicts: a line for each as it comes, or one JSON object at the end.
final class Report {

    private static final int MOST_COMPLAINTS = 10;

    private final PrintStream out;
    private final boolean json;

    Report(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void ended(Check check, Verdict verdict) {
        if (json) {
            return;
        }
        out.println("%-12s %-20s %s".formatted(word(verdict), check.title(), check.promise() + reason(verdict)));
        complaints(verdict).stream()
                .limit(MOST_COMPLAINTS)
                .forEach(complaint -> out.println(" ".repeat(34) + complaint));
    }

    void ended(String channel, long seed, Map<Check, Verdict> verdicts) {
        if (json) {
            out.println(object(channel, seed, verdicts));
            return;
        }
        out.println(
                verdicts.values().stream().anyMatch(Failed.class::isInstance)
                        ? "verdict: " + channel + " does not keep the contract (seed " + seed + ")"
                        : "verdict: " + channel + " keeps the contract, as far as it was checked");
    }

    private static ObjectNode object(String channel, long seed, Map<Check, Verdict> verdicts) {
        var object = new JsonMapper().createObjectNode();
        object.put("channel", channel).put("seed", seed);
        object.put("passed", verdicts.values().stream().noneMatch(Failed.class::isInstance));
        var checks = object.putArray("checks");
        verdicts.forEach((check, verdict) -> {
            var one = checks.addObject().put("check", check.title()).put("verdict", word(verdict));
            if (verdict instanceof Skipped(var why)) {
                one.put("why", why);
            }
            var complaints = one.putArray("complaints");
            complaints(verdict).forEach(complaints::add);
        });
        return object;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Passed _ -> "PASS";
            case Failed _ -> "FAIL";
            case Skipped _ -> "SKIPPED";
        };
    }

    private static String reason(Verdict verdict) {
        return verdict instanceof Skipped(var why) ? " (" + why + ")" : "";
    }

    private static List<String> complaints(Verdict verdict) {
        return verdict instanceof Failed(var complaints) ? complaints : List.of();
    }
}
