package io.parley.agent.budget;

/// Tokens, and money in millionths of the prices' currency.
record Amount(long tokens, long micros) {

    static final Amount NOTHING = new Amount(0, 0);

    Amount plus(Amount other) {
        return new Amount(tokens + other.tokens, micros + other.micros);
    }

    Amount minus(Amount other) {
        return new Amount(tokens - other.tokens, micros - other.micros);
    }

    /// The larger of both, in tokens and in money.
    Amount atLeast(Amount other) {
        return new Amount(Math.max(tokens, other.tokens), Math.max(micros, other.micros));
    }

    Amount dividedBy(int parts) {
        return new Amount(tokens / parts, micros / parts);
    }

    boolean isWithin(Amount other) {
        return tokens <= other.tokens && micros <= other.micros;
    }

    double money() {
        return micros / 1e6;
    }
}
