package io.parley.bench.stop;

/// What `bench stop` says; times in milliseconds, as exact as the stand-in's own of 1 ms.
record StopReport(int stops, double p50, double p99, double max) {

    String text() {
        return "%d stops: the model is left after p50 %.0f ms, p99 %.0f ms, at most %.0f ms%n"
                .formatted(stops, p50, p99, max);
    }
}
