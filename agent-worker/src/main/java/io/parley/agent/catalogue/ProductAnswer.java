package io.parley.agent.catalogue;

import io.parley.agent.tool.Card;
import io.parley.agent.tool.ToolResult;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the model is told of products, and the cards that a reply may show of them.
final class ProductAnswer {

    private static final int LONGEST_DESCRIPTION = 400;

    private ProductAnswer() {}

    static ToolResult of(Finds finds, String language) {
        var content = JsonNodeFactory.instance.objectNode();
        var products = content.putArray("products");
        finds.products().forEach(product -> products.add(json(product)));
        content.put("more", finds.more());
        if (!finds.categories().isEmpty()) {
            var categories = content.putArray("categories");
            finds.categories().forEach(categories::add);
        }
        return new ToolResult.Done(
                content,
                finds.products().stream()
                        .map(product -> card(product, language))
                        .toList());
    }

    private static ObjectNode json(Product product) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", product.id())
                .put("name", product.name())
                .put("price", money(product.price()));
        if (product.priceTo() != null) {
            json.put("price_to", money(product.priceTo()));
        }
        json.put("currency", product.currency()).put("in_stock", product.inStock());
        if (!product.description().isEmpty()) {
            json.put("description", cut(product.description()));
        }
        return json;
    }

    /// With two digits behind the point: a model that is told 89.9 may say so.
    private static @Nullable BigDecimal money(@Nullable BigDecimal amount) {
        return amount == null || amount.scale() >= 2 ? amount : amount.setScale(2);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION) + "…";
    }

    private static Card card(Product product, String language) {
        return new Card(
                product.id(), product.name(), PriceText.of(product, language), product.imageUrl(), product.url());
    }
}
