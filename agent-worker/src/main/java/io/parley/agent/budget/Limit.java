package io.parley.agent.budget;

import io.parley.agent.settings.AgentSettings;
import java.util.OptionalLong;

/// What a tenant may spend a day: tokens, money, both or whatever it likes.
record Limit(OptionalLong tokens, OptionalLong micros) {

    static final String TOKENS = "tokens";
    static final String MONEY = "money";

    static Limit of(AgentSettings settings) {
        var money = settings.moneyPerDay();
        return new Limit(
                settings.tokensPerDay(),
                money.isPresent() ? OptionalLong.of(Math.round(money.getAsDouble() * 1e6)) : OptionalLong.empty());
    }

    boolean isNone() {
        return tokens.isEmpty() && micros.isEmpty();
    }

    /// Of an amount what is limited.
    Amount counted(Amount amount) {
        return new Amount(tokens.isPresent() ? amount.tokens() : 0, micros.isPresent() ? amount.micros() : 0);
    }

    /// What is left of what is limited.
    Amount left(Amount used) {
        return new Amount(tokens.orElse(used.tokens()) - used.tokens(), micros.orElse(used.micros()) - used.micros());
    }

    /// Which of both does not suffice.
    static String lacking(Amount need, Amount left) {
        return need.tokens() > left.tokens() ? TOKENS : MONEY;
    }
}
