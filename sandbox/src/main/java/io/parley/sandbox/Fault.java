package io.parley.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A fault, and the calls that it befalls.
final class Fault {

    /// How a call goes wrong.
    enum Kind {
        STATUS,
        TIMEOUT,
        RESET,
        SLOW
    }

    private final long id;
    private final Kind kind;
    private final JsonNode rule;
    private final Instant from;
    private final Instant until;
    private final AtomicInteger left;

    /// @param rule as `docs/sandbox.md` describes it
    Fault(long id, JsonNode rule, Instant now) {
        this.id = id;
        this.kind = kind(rule.path("kind").asString(""));
        this.rule = rule.deepCopy();
        this.from = now.plusMillis((long) (rule.path("starts_in").asDouble(0) * 1000));
        this.until = rule.has("seconds")
                ? from.plusMillis((long) (rule.path("seconds").asDouble() * 1000))
                : Instant.MAX;
        this.left = new AtomicInteger(rule.path("times").asInt(Integer.MAX_VALUE));
    }

    private static Kind kind(String name) {
        try {
            return Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ControlError.wrong("a fault is status, timeout, reset, slow or refuse-connection");
        }
    }

    long id() {
        return id;
    }

    /// Whether the call is done before it goes wrong.
    boolean afterDelivery() {
        return kind == Kind.SLOW || rule.path("after_delivery").asBoolean(false);
    }

    /// Whether it befalls this call, which then counts.
    boolean takes(Call call, Instant now) {
        return fits("channel", call.channel())
                && fits("person", call.person())
                && fits("method", call.method())
                && !now.isBefore(from)
                && now.isBefore(until)
                && (!rule.has("share")
                        || ThreadLocalRandom.current().nextDouble()
                                < rule.path("share").asDouble(1))
                && left.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
    }

    private boolean fits(String field, String value) {
        return !rule.has(field) || rule.path(field).asString("").equals(value);
    }

    /// What is recorded of the call.
    Answer recorded(Provider provider) {
        int status = kind == Kind.STATUS ? answer(provider).status() : 0;
        return new Answer(
                Answer.Outcome.FAULT,
                status,
                Map.of(),
                Json.object(),
                kind.name().toLowerCase(Locale.ROOT),
                null,
                false);
    }

    /// The call goes wrong before anything was done.
    void befall(Exchange exchange, Provider provider) throws IOException, InterruptedException {
        switch (kind) {
            case STATUS -> exchange.answer(answer(provider));
            case TIMEOUT -> exchange.hang();
            case RESET -> exchange.reset();
            case SLOW -> throw new IllegalStateException("a slow answer comes after the call was done");
        }
    }

    /// The call has been done; the caller learns it late or never.
    void befallAfter(Exchange exchange, Provider provider, Answer answer) throws IOException, InterruptedException {
        if (kind == Kind.SLOW) {
            exchange.pause(Duration.ofMillis(rule.path("delay_ms").asLong(5_000)));
            exchange.answer(answer);
        } else {
            befall(exchange, provider);
        }
    }

    private Answer answer(Provider provider) {
        Answer answer = provider.failure(
                rule.path("status").asInt(500), rule.path("retry_after").asInt(0));
        return rule.has("body")
                ? new Answer(
                        answer.outcome(),
                        answer.status(),
                        answer.headers(),
                        rule.path("body"),
                        answer.code(),
                        null,
                        false)
                : answer;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id);
        json.setAll((ObjectNode) rule);
        return json.put("times_left", left.get());
    }
}
