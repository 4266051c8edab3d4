package io.parley.bench.overhead;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// How much of a core a JVM's compiler uses, from the JVM's Prometheus page.
final class CompilerLoad {

    private static final Pattern MILLIS = Pattern.compile("(?m)^jvm_compilation_time_ms_total.* (\\S+)$");

    private final URI metrics;
    private double lastMillis;
    private long lastNanos;

    CompilerLoad(URI metrics) throws IOException {
        this.metrics = metrics;
        share();
    }

    /// Since the last call, 0 to 1.
    double share() throws IOException {
        double millis = millis();
        long now = System.nanoTime();
        double share = (millis - lastMillis) * 1e6 / (now - lastNanos);
        lastMillis = millis;
        lastNanos = now;
        return share;
    }

    private double millis() throws IOException {
        try (var page = metrics.toURL().openStream()) {
            var match = MILLIS.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            if (!match.find()) {
                throw new IOException("no compilation time at " + metrics);
            }
            return Double.parseDouble(match.group(1));
        }
    }
}
