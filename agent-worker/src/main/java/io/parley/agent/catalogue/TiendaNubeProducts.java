package io.parley.agent.catalogue;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads products of Tienda Nube (API documentation: Product, Product Variant).
///
/// @param currency the store's
/// @param domain of the store's pages; empty where it is not known
record TiendaNubeProducts(TiendaNubeTexts texts, String currency, String domain) {

    Product product(JsonNode product) {
        var variants = product.path("variants").valueStream().toList();
        var prices = variants.stream()
                .map(TiendaNubeProducts::price)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return new Product(
                product.path("id").asString(""),
                texts.of(product.path("name")),
                texts.plain(product.path("description")),
                texts.of(product.path("categories").path(0).path("name")),
                prices.isEmpty() ? null : prices.getFirst(),
                prices.isEmpty() || prices.getFirst().compareTo(prices.getLast()) == 0 ? null : prices.getLast(),
                prices.isEmpty() ? "" : currency,
                stock(variants),
                picture(product.path("images")),
                page(product));
    }

    /// What a variant costs now: a promotional price counts above the price; none means that the seller is to be asked.
    private static @Nullable BigDecimal price(JsonNode variant) {
        return money(variant.path("promotional_price"))
                .or(() -> money(variant.path("price")))
                .orElse(null);
    }

    /// Prices are text.
    static Optional<BigDecimal> money(JsonNode amount) {
        return Optional.of(amount.asString(""))
                .filter(text -> text.matches("\\d{1,15}(\\.\\d{1,6})?"))
                .map(BigDecimal::new);
    }

    /// Of all variants together; one that is not counted is never sold out.
    private static @Nullable Integer stock(List<JsonNode> variants) {
        if (variants.isEmpty()
                || variants.stream().anyMatch(variant -> !variant.path("stock").isNumber())) {
            return null;
        }
        return variants.stream()
                .mapToInt(variant -> Math.clamp(variant.path("stock").asLong(), 0, 1_000_000))
                .sum();
    }

    private static @Nullable String picture(JsonNode images) {
        return images.valueStream()
                .min(Comparator.comparingInt(image -> image.path("position").asInt(Integer.MAX_VALUE)))
                .flatMap(image -> address(image.path("src").asString("")))
                .orElse(null);
    }

    private @Nullable String page(JsonNode product) {
        var handle = texts.of(product.path("handle"));
        return address(product.path("canonical_url").asString(""))
                .or(() -> Optional.of("https://" + domain + "/productos/" + handle + "/")
                        .filter(url -> domain.matches("[a-z0-9.-]+") && handle.matches("[A-Za-z0-9_-]+")))
                .orElse(null);
    }

    private static Optional<String> address(String url) {
        return Optional.of(url).filter(text -> text.matches("https?://\\S{1,1900}"));
    }
}
