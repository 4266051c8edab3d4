package io.parley.agent.catalogue;

import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tool.ToolFailure;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// [Shop] in Parley's own tables.
final class LocalShop implements Shop {

    private static final String COLUMNS =
            "product.id, name, description, category, price, currency, stock, image_url, url ";
    /// Each word of the question is looked for by itself; products are kept that have at least half as many of them as
    /// the best one has.
    private static final String SEARCH = """
            with asked as (
                select (lexeme || ?)::tsquery as word
                from unnest(to_tsvector((select words_in from product limit 1)::regconfig, ?))),
            found as (
                select product.id as found_id, count(*) as hits, sum(ts_rank(product.words, asked.word)) as rank
                from product join asked on product.words @@ asked.word
                group by product.id)
            select\s""" + COLUMNS + """
            from found join product on product.id = found_id
            where hits * 2 >= (select max(hits) from found)
            order by hits desc, rank desc, name, product.id limit ?""";
    private static final String BROWSE =
            "select " + COLUMNS + "from product order by category, name, id limit ? offset ?";
    private static final String CATEGORIES =
            "select distinct category from product where category <> '' order by category limit 50";
    private static final String ORDER = """
            select number, status, items, total, currency, tracking, tracking_url, email, phone, customer_id
            from shop_order where number_key = ?""";

    private static final String WORDS = ":ABC";
    private static final String BEGINNINGS = ":*ABC";
    private static final String CATEGORY = ":B";
    private static final String CATEGORY_BEGINNINGS = ":*B";

    private final TenantTransactions transactions;
    private final String tenant;

    LocalShop(TenantTransactions transactions, String tenant) {
        this.transactions = transactions;
        this.tenant = tenant;
    }

    @Override
    public Finds search(String words, int limit) throws ToolFailure {
        return read(trip -> Finds.of(found(trip, words, limit, WORDS, BEGINNINGS), limit));
    }

    @Override
    public Finds byCategory(String category, int limit) throws ToolFailure {
        return read(trip -> {
            var found = found(trip, category, limit, CATEGORY, CATEGORY_BEGINNINGS);
            return found.isEmpty() ? Finds.of(found, limit).with(categories(trip)) : Finds.of(found, limit);
        });
    }

    @Override
    public Finds browse(int page) throws ToolFailure {
        return read(trip -> {
            var found = trip.query(BROWSE, LocalShop::products, PAGE + 1, (page - 1L) * PAGE);
            return Finds.of(found.get(), PAGE).with(categories(trip));
        });
    }

    @Override
    public Optional<Order> order(String number) throws ToolFailure {
        return read(
                trip -> trip.query(ORDER, LocalShop::order, numberKey(number)).get());
    }

    /// An order's number as it is found: people write small what the shop writes large.
    static String numberKey(String number) {
        return number.strip().toUpperCase(Locale.ROOT);
    }

    /// What has one of the words, else what has a word that begins with one of them.
    private static List<Product> found(RoundTrip trip, String text, int limit, String whole, String beginnings) {
        var words = FoldedWords.of(text);
        var found =
                trip.query(SEARCH, LocalShop::products, whole, words, limit + 1).get();
        return found.isEmpty()
                ? trip.query(SEARCH, LocalShop::products, beginnings, words, limit + 1)
                        .get()
                : found;
    }

    private static List<String> categories(RoundTrip trip) {
        return trip.query(CATEGORIES, rows -> {
                    var names = new ArrayList<String>();
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                    return names;
                })
                .get();
    }

    private <T> T read(Function<RoundTrip, T> work) throws ToolFailure {
        try {
            return transactions.call(tenant, TenantTransactions.Commit.SOON, work);
        } catch (DatabaseAway e) {
            throw new ToolFailure("unavailable", e);
        }
    }

    private static List<Product> products(ResultSet rows) throws SQLException {
        var products = new ArrayList<Product>();
        while (rows.next()) {
            @Nullable Integer stock = rows.getObject("stock", Integer.class);
            products.add(new Product(
                    rows.getString("id"),
                    rows.getString("name"),
                    rows.getString("description"),
                    rows.getString("category"),
                    rows.getBigDecimal("price"),
                    null,
                    rows.getString("currency"),
                    stock,
                    rows.getString("image_url"),
                    rows.getString("url")));
        }
        return products;
    }

    private static Optional<Order> order(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        var owner = new Order.Owner(
                known(rows.getString("email")), known(rows.getString("phone")), rows.getString("customer_id"));
        return Optional.of(new Order(
                rows.getString("number"),
                rows.getString("status"),
                items(rows.getString("items")),
                rows.getBigDecimal("total"),
                rows.getString("currency"),
                rows.getString("tracking"),
                rows.getString("tracking_url"),
                owner));
    }

    private static List<String> known(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static List<Order.Item> items(String json) {
        return JsonMapper.shared()
                .readTree(json)
                .valueStream()
                .map(item -> new Order.Item(
                        item.path("name").asString(""), item.path("quantity").asInt(1), price(item.path("price"))))
                .toList();
    }

    private static @Nullable BigDecimal price(JsonNode price) {
        return price.isString() ? new BigDecimal(price.stringValue()) : null;
    }
}
