package io.parley.agent.catalogue;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Something that is for sale.
///
/// @param id unique in its shop
/// @param description plain text; empty for none
/// @param category name of it; empty for none
/// @param price the lowest of its variants; null where the shop names one only on request
/// @param priceTo the highest of its variants, where that is another
/// @param currency ISO 4217; empty only where there is no price
/// @param stock how many there are; null where that is not counted
record Product(
        String id,
        String name,
        String description,
        String category,
        @Nullable BigDecimal price,
        @Nullable BigDecimal priceTo,
        String currency,
        @Nullable Integer stock,
        @Nullable String imageUrl,
        @Nullable String url) {

    /// What is not counted is there.
    boolean inStock() {
        return stock == null || stock > 0;
    }
}
