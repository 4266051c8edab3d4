package io.parley.agent.catalogue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads orders of Tienda Nube (API documentation: Order). The contact of an order and its customer may both be absent.
final class TiendaNubeOrders {

    private TiendaNubeOrders() {}

    static Order order(JsonNode order) {
        var customer = order.path("customer");
        return new Order(
                order.path("number").asString(""),
                status(order),
                order.path("products").valueStream().map(TiendaNubeOrders::item).toList(),
                TiendaNubeProducts.money(order.path("total")).orElse(null),
                order.path("currency").asString(""),
                orNull(order.path("shipping_tracking_number")),
                orNull(order.path("shipping_tracking_url")),
                new Order.Owner(
                        known(order.path("contact_email"), customer.path("email")),
                        known(order.path("contact_phone"), customer.path("phone")),
                        customer.path("id").asString("")));
    }

    private static String status(JsonNode order) {
        return Stream.of("status", "payment_status", "shipping_status")
                .filter(field -> !order.path(field).asString("").isEmpty())
                .map(field -> field.replace('_', ' ') + ": " + order.path(field).asString(""))
                .collect(Collectors.joining(", "));
    }

    /// A quantity is text in some answers and a number in others.
    private static Order.Item item(JsonNode product) {
        var variant = product.path("variant_values")
                .valueStream()
                .map(value -> value.asString(""))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(", "));
        var name = product.path("name").asString("");
        return new Order.Item(
                variant.isEmpty() ? name : name + " (" + variant + ")",
                product.path("quantity").asInt(1),
                TiendaNubeProducts.money(product.path("price")).orElse(null));
    }

    private static List<String> known(JsonNode... texts) {
        return Stream.of(texts)
                .map(text -> text.asString(""))
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
    }

    private static @Nullable String orNull(JsonNode text) {
        var value = text.asString("");
        return value.isBlank() ? null : value;
    }
}
