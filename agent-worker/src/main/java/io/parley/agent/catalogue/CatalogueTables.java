package io.parley.agent.catalogue;

import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Replaces a tenant's products and orders, each as a whole: who reads sees the old ones or the new ones.
final class CatalogueTables {

    private static final int AT_ONCE = 1_000;
    /// Two imports of one tenant follow each other; neither sees half of the other.
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(?, 0)) is null";
    private static final String ADD_PRODUCTS = """
            insert into product (tenant, id, name, description, category, price, currency, stock, image_url, url,
                words_in, words)
            select ?, id, name, description, category, price, currency, stock, image_url, url, config,
                setweight(to_tsvector(config::regconfig, name_words), 'A')
                || setweight(to_tsvector(config::regconfig, category_words), 'B')
                || setweight(to_tsvector(config::regconfig, description_words), 'C')
            from jsonb_to_recordset(?::jsonb) as fresh (id text, name text, description text, category text,
                price numeric, currency text, stock int, image_url text, url text,
                name_words text, category_words text, description_words text)
            cross join (select cast(? as text) as config) as language""";
    private static final String ADD_ORDERS = """
            insert into shop_order (tenant, number_key, number, status, items, total, currency, tracking, tracking_url,
                email, phone, customer_id)
            select ?, number_key, number, status, items, total, currency, tracking, tracking_url,
                email, phone, customer_id
            from jsonb_to_recordset(?::jsonb) as fresh (number_key text, number text, status text, items jsonb,
                total numeric, currency text, tracking text, tracking_url text,
                email text, phone text, customer_id text)""";

    private final TenantTransactions transactions;

    CatalogueTables(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /// @param language the tenant's, whose rules of words hold for these products from now on
    void replaceProducts(String tenant, String language, List<Product> products) {
        var config = TextSearchLanguage.of(language);
        replace(
                tenant,
                "product",
                trip -> trip.update("delete from product"),
                (trip, rows) -> trip.update(ADD_PRODUCTS, tenant, rows, config),
                products.stream().map(CatalogueTables::row).toList());
    }

    void replaceOrders(String tenant, List<Order> orders) {
        replace(
                tenant,
                "order",
                trip -> trip.update("delete from shop_order"),
                (trip, rows) -> trip.update(ADD_ORDERS, tenant, rows),
                orders.stream().map(CatalogueTables::row).toList());
    }

    private interface Insert {
        void add(RoundTrip trip, String rows);
    }

    private void replace(
            String tenant, String what, Function<RoundTrip, ?> removal, Insert insert, List<ObjectNode> rows) {
        transactions.call(tenant, trip -> {
            trip.query(LOCK, answer -> true, "import " + what + " " + tenant);
            trip.send();
            var _ = removal.apply(trip);
            for (int from = 0; from < rows.size(); from += AT_ONCE) {
                insert.add(trip, array(rows.subList(from, Math.min(rows.size(), from + AT_ONCE))));
                trip.send();
            }
            return rows.size();
        });
    }

    private static String array(List<ObjectNode> rows) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rows.forEach(array::add);
        return array.toString();
    }

    private static ObjectNode row(Product product) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", product.id())
                .put("name", product.name())
                .put("description", product.description())
                .put("category", product.category())
                .put("price", product.price())
                .put("currency", product.currency())
                .put("stock", product.stock())
                .put("image_url", product.imageUrl())
                .put("url", product.url())
                .put("name_words", FoldedWords.of(product.name() + " " + product.id()))
                .put("category_words", FoldedWords.of(product.category()))
                .put("description_words", FoldedWords.of(product.description()));
    }

    private static ObjectNode row(Order order) {
        var row = JsonNodeFactory.instance
                .objectNode()
                .put("number_key", LocalShop.numberKey(order.number()))
                .put("number", order.number())
                .put("status", order.status())
                .put("total", order.total())
                .put("currency", order.currency())
                .put("tracking", order.tracking())
                .put("tracking_url", order.trackingUrl())
                .put("email", first(order.owner().emails()))
                .put("phone", first(order.owner().phones()))
                .put("customer_id", order.owner().externalId());
        var items = row.putArray("items");
        order.items()
                .forEach(item -> items.addObject()
                        .put("name", item.name())
                        .put("quantity", item.quantity())
                        .put("price", text(item.price())));
        return row;
    }

    private static String first(List<String> texts) {
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    private static @Nullable String text(@Nullable BigDecimal price) {
        return price == null ? null : price.toPlainString();
    }
}
