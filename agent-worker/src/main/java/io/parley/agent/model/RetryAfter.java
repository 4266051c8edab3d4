package io.parley.agent.model;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/// How long a provider asks to wait: `retry-after-ms`, else `Retry-After` in seconds (RFC 9110, 10.2.3; the form
/// with a date is not used by providers of models, and taken for none).
final class RetryAfter {

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers) {
        return headers.firstValue("retry-after-ms")
                .flatMap(RetryAfter::number)
                .map(millis -> Duration.ofMillis((long) millis.doubleValue()))
                .or(() -> headers.firstValue("retry-after")
                        .flatMap(RetryAfter::number)
                        .map(seconds -> Duration.ofMillis((long) (seconds * 1000))));
    }

    private static Optional<Double> number(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            return number >= 0 && number < 1e9 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
