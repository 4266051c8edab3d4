package io.parley.agent.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Makes orders of the rows of a file.
///
/// Items are a list of objects with name, quantity and price, or, in CSV, text such as `2 x Crema | Spray`.
final class OrderRows {

    static final int MOST = 100_000;
    private static final int MOST_ITEMS = 200;
    private static final Pattern ITEM = Pattern.compile("(?:(\\d{1,6})\\s*x\\s+)?(.+)");
    private static final Set<String> ITEM_COLUMNS = Set.of("name", "quantity", "price");
    private static final Set<String> COLUMNS = Set.of(
            "number",
            "status",
            "items",
            "total",
            "currency",
            "tracking",
            "tracking_url",
            "email",
            "phone",
            "customer_id");

    private OrderRows() {}

    static List<Order> read(List<Row> rows) throws InvalidImport {
        var orders = new ArrayList<Order>();
        var numbers = new HashSet<String>();
        for (var row : rows) {
            row.checkColumns(COLUMNS);
            var order = order(row);
            if (!numbers.add(LocalShop.numberKey(order.number()))) {
                throw new InvalidImport(row.line(), "number", "is there twice: " + order.number());
            }
            orders.add(order);
        }
        return orders;
    }

    private static Order order(Row row) throws InvalidImport {
        var total = row.amount("total");
        return new Order(
                row.required("number", 100),
                row.required("status", 500),
                items(row),
                total,
                row.currency("currency", total),
                row.text("tracking", 200),
                row.address("tracking_url"),
                new Order.Owner(
                        known(row.text("email", 320)), known(row.text("phone", 40)), row.text("customer_id", 200)));
    }

    private static List<String> known(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static List<Order.Item> items(Row row) throws InvalidImport {
        var value = row.value("items");
        var items = value.isArray() ? listed(row, value) : written(row.text("items", 10_000));
        if (items.size() > MOST_ITEMS) {
            throw new InvalidImport(row.line(), "items", "more than " + MOST_ITEMS + " are too many");
        }
        return items;
    }

    private static List<Order.Item> listed(Row row, JsonNode list) throws InvalidImport {
        var items = new ArrayList<Order.Item>();
        for (var element : list) {
            var fields = new LinkedHashMap<String, JsonNode>();
            element.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            var item = new Row(row.line(), fields);
            item.checkColumns(ITEM_COLUMNS);
            items.add(new Order.Item(
                    item.required("name", 300), item.count("quantity").orElse(1), item.amount("price")));
        }
        return items;
    }

    private static List<Order.Item> written(String text) {
        var items = new ArrayList<Order.Item>();
        for (var part : text.split("\\|", -1)) {
            var item = ITEM.matcher(part.strip());
            if (item.matches()) {
                int quantity = item.group(1) == null ? 1 : Integer.parseInt(item.group(1));
                items.add(new Order.Item(item.group(2), quantity, null));
            }
        }
        return items;
    }
}
