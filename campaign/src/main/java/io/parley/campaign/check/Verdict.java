package io.parley.campaign.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the checker says.
///
/// @param violations empty when every promise was kept
/// @param figures name → value, in the order in which they are best read
public record Verdict(List<Violation> violations, Map<String, Double> figures) {

    public Verdict {
        violations = List.copyOf(violations);
        figures = new LinkedHashMap<>(figures);
    }

    public boolean isGreen() {
        return violations.isEmpty();
    }
}
