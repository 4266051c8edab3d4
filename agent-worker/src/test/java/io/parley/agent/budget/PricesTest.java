package io.parley.agent.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.AgentProperties.Price;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

    private static final Prices PRICES =
            new Prices(Map.of("small", new Price(0.1, 0.4), "large", new Price(2, 8), "wordy", new Price(1, 20)));

    @ParameterizedTest
    @CsvSource({
        "small, 100000, 10000, 14000",
        "small-2026-01-31, 100000, 10000, 14000",
        "small-latest, 100000, 10000, 14000",
        "someone/small, 100000, 10000, 14000",
        "large, 1000000, 0, 2000000",
        "small, 1, 0, 1"
    })
    void a_price_is_for_a_million_tokens(String model, long input, long output, long micros) {
        var cost = PRICES.cost(model, new Budget.Tokens(input, output));
        assertThat(cost).isEqualTo(new Amount(input + output, micros));
    }

    @Test
    void a_model_without_a_price_costs_as_much_as_the_dearest_in_question_and_in_answer() {
        assertThat(PRICES.cost("small-but-new", new Budget.Tokens(10, 10)).micros())
                .isEqualTo(10 * 2 + 10 * 20);
    }

    @Test
    void a_text_is_counted_in_tokens_about() {
        assertThat(Tokenizer.count("Do you have boots in size 40?")).isBetween(7L, 11L);
        assertThat(Tokenizer.count("")).isZero();
        assertThat(Tokenizer.count("word ".repeat(50_000))).isBetween(60_000L, 100_000L);
    }
}
