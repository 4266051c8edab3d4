package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTextTest {

    private static Product product(
            @Nullable String price, @Nullable String priceTo, String currency, @Nullable Integer stock) {
        return new Product("a", "A", "", "", decimal(price), decimal(priceTo), currency, stock, null, null);
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    @Test
    void a_price_is_written_as_the_customer_writes_it() {
        assertThat(PriceText.of(product("89.9", null, "EUR", 3), "es")).isEqualTo("89,90 €");
        assertThat(PriceText.of(product("1250", null, "GBP", null), "en")).isEqualTo("£1,250.00");
        assertThat(PriceText.of(product("99", "119", "EUR", 3), "es")).isEqualTo("99,00 € – 119,00 €");
        assertThat(PriceText.of(product("5", null, "", 3), "es")).isEqualTo("5");
    }

    @Test
    void no_price_and_no_stock_are_said_in_the_tenants_language() {
        assertThat(PriceText.of(product(null, null, "", 3), "es")).isEqualTo("precio a consultar");
        assertThat(PriceText.of(product("15", null, "EUR", 0), "pt-br")).endsWith(" · esgotado");
        assertThat(PriceText.of(product(null, null, "", 0), "fi")).isEqualTo("price on request · out of stock");
    }
}
