package io.parley.agent.catalogue;

import java.util.List;

/// What a shop has found.
///
/// @param products the best first
/// @param more whether there are others
/// @param categories names of what could be looked into; empty where that was not asked for
record Finds(List<Product> products, boolean more, List<String> categories) {

    Finds {
        products = List.copyOf(products);
        categories = List.copyOf(categories);
    }

    /// Of one more than were asked for, the last only says that there are more.
    static Finds of(List<Product> oneMore, int limit) {
        return new Finds(oneMore.subList(0, Math.min(limit, oneMore.size())), oneMore.size() > limit, List.of());
    }

    Finds with(List<String> others) {
        return new Finds(products, more, others);
    }
}
