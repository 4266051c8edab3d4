package io.parley.agent.knowledge;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes one ranking of several by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): each gives what
/// it
/// ranks `r`-th `1 / (60 + r)` points. Scores of different searches can't be compared, ranks can.
final class RankFusion {

    private static final double FLATTENING = 60;

    private RankFusion() {}

    /// The best of all, at most `limit`; of equals the one that an earlier ranking names first.
    static <T> List<T> fuse(List<List<T>> rankings, int limit) {
        var points = new LinkedHashMap<T, Double>();
        for (var ranking : rankings) {
            for (int i = 0; i < ranking.size(); i++) {
                points.merge(ranking.get(i), 1 / (FLATTENING + i + 1), Double::sum);
            }
        }
        return points.entrySet().stream()
                .sorted(Map.Entry.<T, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
