package io.parley.campaign;

import io.parley.campaign.check.Verdict;
import io.parley.campaign.check.Violation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Prints a verdict.
final class Report {

    /// How many violations a command prints one by one.
    static final int MOST = 30;

    private final PrintStream out;
    private final int most;

    /// @param most how many violations are printed one by one
    Report(PrintStream out, int most) {
        this.out = out;
        this.most = most;
    }

    /// As the person at the terminal, or the program there, wants it.
    void print(Verdict verdict, Path ledger, boolean asJson) {
        if (asJson) {
            json(verdict, ledger);
        } else {
            words(verdict, ledger);
        }
    }

    void words(Verdict verdict, Path ledger) {
        verdict.figures().forEach((name, value) -> out.println(String.format(Locale.ROOT, "%12.0f  %s", value, name)));
        verdict.violations().stream()
                .limit(most)
                .forEach(violation ->
                        out.println("VIOLATION " + violation.law() + ": " + violation.who() + ": " + violation.what()));
        byLaw(verdict).forEach((law, count) -> out.println("VIOLATED " + law + ": " + count + " times"));
        out.println(verdict.isGreen() ? "verdict: GREEN, no violation" : "verdict: RED, ledger in " + ledger);
    }

    private void json(Verdict verdict, Path ledger) {
        var all = new LinkedHashMap<String, Object>();
        all.put("green", verdict.isGreen());
        all.put("ledger", ledger.toString());
        all.put("figures", verdict.figures());
        all.put("violated", byLaw(verdict));
        all.put("violations", verdict.violations());
        out.println(new JsonMapper().writeValueAsString(all));
    }

    private static Map<String, Long> byLaw(Verdict verdict) {
        return verdict.violations().stream()
                .collect(Collectors.groupingBy(Violation::law, LinkedHashMap::new, Collectors.counting()));
    }
}
