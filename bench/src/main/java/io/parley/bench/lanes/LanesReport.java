package io.parley.bench.lanes;

import java.util.List;

/// What `bench lanes` says.
///
/// @param idealPerSecond handlers at a time, divided by the time that one takes
record LanesReport(
        int inFlight, double handlerSeconds, double idealPerSecond, int partitions, String heap, List<Row> rows) {

    /// One contender beside the ideal.
    record Row(Outcome outcome, double shareOfIdeal) {

        private String text() {
            return "%-18s %9.1f %8.1f %% %9d %9.0f %9d %10d %8.1f %8d %8d %8.2f%n"
                    .formatted(
                            outcome.contender(),
                            outcome.perSecond(),
                            shareOfIdeal * 100,
                            outcome.mostInFlight(),
                            outcome.meanInFlight(),
                            outcome.completed(),
                            outcome.disordered(),
                            outcome.cpuSeconds(),
                            outcome.residentMegabytes(),
                            outcome.threads(),
                            outcome.hiccupP99());
        }
    }

    static LanesReport of(Task task, String heap, List<Outcome> outcomes) {
        double seconds = task.handler().toMillis() / 1_000.0;
        double ideal = task.inFlight() / seconds;
        List<Row> rows = outcomes.stream()
                .map(outcome -> new Row(outcome, outcome.perSecond() / ideal))
                .toList();
        return new LanesReport(task.inFlight(), seconds, ideal, Backlog.PARTITIONS, heap, rows);
    }

    String text() {
        StringBuilder text = new StringBuilder("%d handlers of %.1f s on %d partitions, a JVM with %s of heap each%n"
                .formatted(inFlight, handlerSeconds, partitions, heap));
        text.append(
                "                    per second  of ideal  in flight      mean  completed disordered    CPU s   RSS MB  threads  hiccup\n");
        text.append("%-18s %9.1f%n".formatted("ideal", idealPerSecond));
        rows.forEach(row -> text.append(row.text()));
        return text.toString();
    }
}
