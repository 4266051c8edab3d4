package io.parley.standalone.model;

import java.time.Duration;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/// How long the stand-in thinks and how fast it types.
///
/// The time to the first token lies between `firstMin` and `firstMax` and is drawn from the seed: the n-th call gets
/// the same as in any other run.
///
/// @param tenant a text in the system prompt of the calls that it is for; empty for all
record Pace(String tenant, Duration firstMin, Duration firstMax, Duration perToken, long seed) {

    static final Pace DEFAULT = new Pace("", Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofMillis(15), 0);

    static Pace parse(JsonNode body) {
        long first = body.path("first_token_ms").asLong(DEFAULT.firstMin().toMillis());
        long max = body.path("first_token_max_ms").asLong(first);
        long token = body.path("per_token_ms").asLong(DEFAULT.perToken().toMillis());
        if (first < 0 || max < first || token < 0) {
            throw ApiError.invalid(
                    "Delays are milliseconds from 0, and first_token_max_ms is at least the other.", null);
        }
        return new Pace(
                body.path("tenant").asString(""),
                Duration.ofMillis(first),
                Duration.ofMillis(max),
                Duration.ofMillis(token),
                body.path("seed").asLong(0));
    }

    Duration firstToken(long call) {
        long spread = firstMax.toMillis() - firstMin.toMillis();
        return spread == 0
                ? firstMin
                : firstMin.plusMillis(new SplittableRandom(seed ^ call * 31).nextLong(spread + 1));
    }
}
