package io.parley.replay.exact;

import java.util.ArrayList;
import java.util.List;

/// Two texts side by side, line by line: what was taken away begins with `-`, what is new with `+`.
public final class TextDifference {

    private static final int MOST_LINES = 2_000;

    private TextDifference() {}

    /// The lines of both; only those that differ and one beside each.
    public static List<String> lines(String then, String now) {
        var before = then.lines().limit(MOST_LINES).toList();
        var after = now.lines().limit(MOST_LINES).toList();
        var lines = new ArrayList<String>();
        int[][] common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i));
                i++;
                j++;
            } else if (j >= after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + before.get(i++));
            } else {
                lines.add("+ " + after.get(j++));
            }
        }
        return nearChanges(lines);
    }

    /// Length of the longest common subsequence of the lines from each place on.
    private static int[][] common(List<String> before, List<String> after) {
        var common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> nearChanges(List<String> lines) {
        var near = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            if (isChange(lines, i - 1) || isChange(lines, i) || isChange(lines, i + 1)) {
                near.add(lines.get(i));
            }
        }
        return near;
    }

    private static boolean isChange(List<String> lines, int i) {
        return i >= 0 && i < lines.size() && !lines.get(i).startsWith("  ");
    }
}
