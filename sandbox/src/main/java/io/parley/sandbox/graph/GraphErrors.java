package io.parley.sandbox.graph;

import io.parley.sandbox.Answer;
import io.parley.sandbox.Json;
import io.parley.sandbox.whatsapp.MetaError;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Errors as answers: the body has `error`, and nothing says when to come back (Graph API, handling errors).
final class GraphErrors {

    private static final Set<Integer> TOO_FAST = Set.of(4, 80007, 130429, 131056);
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private GraphErrors() {}

    static Answer answer(MetaError error) {
        return answer(error, error.status());
    }

    static Answer answer(MetaError error, int status) {
        var body = Json.object();
        body.set("error", error.toJson(traceId()));
        return new Answer(
                TOO_FAST.contains(error.code()) ? Answer.Outcome.THROTTLED : Answer.Outcome.REFUSED,
                status,
                Map.of(),
                body,
                String.valueOf(error.code()),
                null,
                false);
    }

    static String traceId() {
        var id = new StringBuilder("A");
        ThreadLocalRandom.current().ints(22, 0, LETTERS.length()).forEach(index -> id.append(LETTERS.charAt(index)));
        return id.toString();
    }
}
