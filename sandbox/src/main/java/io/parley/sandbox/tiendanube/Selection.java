package io.parley.sandbox.tiendanube;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Which of the goods a request is about, by its parameters.
final class Selection {

    private static final List<String> STATUSES = List.of("any", "open", "closed", "cancelled");

    private Selection() {}

    /// A parameter's value is none (HTTP status 422).
    static final class Unprocessable extends RuntimeException {
        Unprocessable(String message) {
            super(message);
        }
    }

    private interface Rule extends Function<String, Predicate<JsonNode>> {}

    private static final Map<String, Rule> PRODUCTS = Map.of(
            "q",
            Selection::hasWords,
            "category_id",
            Selection::isInCategory,
            "handle",
            handle -> product -> contains(product.path("handle"), handle::equals),
            "published",
            flag -> product ->
                    String.valueOf(product.path("published").asBoolean(true)).equals(flag),
            "since_id",
            Selection::isSince,
            "language",
            language -> product -> true);
    private static final Map<String, Rule> CATEGORIES = Map.of(
            "parent_id",
                    parent -> category -> category.path("parent").asString("0").equals(parent),
            "handle", handle -> category -> contains(category.path("handle"), handle::equals),
            "since_id", Selection::isSince,
            "language", language -> category -> true);
    private static final Map<String, Rule> ORDERS = Map.of(
            "q",
            Selection::isOrder,
            "status",
            Selection::hasStatus,
            "payment_status",
            value -> order -> value.equals("any")
                    || order.path("payment_status").asString("").equals(value),
            "shipping_status",
            value -> order -> value.equals("any")
                    || order.path("shipping_status").asString("").equals(value),
            "customer_ids",
            ids -> order -> List.of(ids.split(",", -1))
                    .contains(order.path("customer").path("id").asString("")),
            "since_id",
            Selection::isSince);

    /// What fits all parameters; those that are not of the selection are for others.
    static List<JsonNode> of(String shelf, List<JsonNode> all, Map<String, String> parameters) {
        Map<String, Rule> rules = switch (shelf) {
            case "products" -> PRODUCTS;
            case "categories" -> CATEGORIES;
            default -> ORDERS;
        };
        Stream<JsonNode> left = all.stream();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            Rule rule = rules.get(parameter.getKey());
            if (rule != null) {
                left = left.filter(rule.apply(parameter.getValue()));
            }
        }
        return left.toList();
    }

    /// `q` is looked for in name, description and SKU (Tienda Nube, API documentation: Product, GET /products). That it
    /// is taken as a whole, in any case and without accents, is ours.
    private static Predicate<JsonNode> hasWords(String q) {
        String wanted = folded(q);
        return product -> Stream.concat(
                        Stream.of(product.path("name"), product.path("description")),
                        product.path("variants").valueStream().map(variant -> variant.path("sku")))
                .anyMatch(text -> contains(text, value -> folded(value).contains(wanted)));
    }

    /// Categories of a product are ids in the documentation's table and objects in its examples.
    private static Predicate<JsonNode> isInCategory(String id) {
        return product -> product.path("categories")
                .valueStream()
                .anyMatch(category -> category.asString("").equals(id)
                        || category.path("id").asString("").equals(id));
    }

    private static Predicate<JsonNode> isSince(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw new Unprocessable("since_id");
        }
        return one -> one.path("id").asLong() > Long.parseLong(id);
    }

    /// The number of an order, or text of the customer's name or e-mail (Tienda Nube, API documentation: Order, GET
    /// /orders).
    private static Predicate<JsonNode> isOrder(String q) {
        String wanted = folded(q);
        return order -> order.path("number").asString("").contains(q)
                || Stream.of("contact_name", "contact_email")
                        .anyMatch(
                                field -> folded(order.path(field).asString("")).contains(wanted));
    }

    private static Predicate<JsonNode> hasStatus(String status) {
        if (!STATUSES.contains(status)) {
            throw new Unprocessable("status");
        }
        return order ->
                status.equals("any") || order.path("status").asString("").equals(status);
    }

    private static boolean contains(JsonNode texts, Predicate<String> rule) {
        return texts.isObject()
                ? texts.valueStream().anyMatch(text -> rule.test(text.asString("")))
                : rule.test(texts.asString(""));
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
    }
}
