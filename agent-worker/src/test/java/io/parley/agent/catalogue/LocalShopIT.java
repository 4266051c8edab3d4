package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.agent.Installed;
import io.parley.agent.tenancy.TenantTransactions;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class LocalShopIT extends ShopContract {

    private static final String TENANT = "local-shop";
    private static final TenantTransactions TRANSACTIONS =
            Installed.shared().worker().bean(TenantTransactions.class);
    private static final CatalogueTables TABLES = new CatalogueTables(TRANSACTIONS);

    @BeforeAll
    static void fill() {
        TABLES.replaceProducts(TENANT, "es", goods());
        TABLES.replaceOrders(TENANT, List.of(order("1001", "ana@example.com")));
    }

    private static List<Product> goods() {
        var trueno = new Product(
                "trueno",
                "Zapatilla Trueno para correr",
                "En negro, azul y rojo. Suela de gel para asfalto.",
                "Zapatillas",
                new BigDecimal("89.90"),
                null,
                "EUR",
                8,
                "https://zapatos.example/trueno.png",
                "https://zapatos.example/productos/zapatilla-trueno/");
        return List.of(
                trueno,
                product(
                        "pampa",
                        "Zapatilla Pampa para montaña",
                        "En verde y gris, impermeable.",
                        "Zapatillas",
                        "99",
                        0),
                product("andes", "Bota Andes de cuero", "En marrón y negro, cosida a mano.", "Botas", "149.00", null),
                product("medida", "Zapato a medida", "", "", null, null));
    }

    private static Product product(
            String id,
            String name,
            String description,
            String category,
            @Nullable String price,
            @Nullable Integer stock) {
        var amount = price == null ? null : new BigDecimal(price);
        return new Product(
                id, name, description, category, amount, null, amount == null ? "" : "EUR", stock, null, null);
    }

    private static Order order(String number, String email) {
        return new Order(
                number,
                "enviado",
                List.of(new Order.Item("Zapatilla Trueno negra talle 42", 1, new BigDecimal("89.90"))),
                new BigDecimal("96.40"),
                "EUR",
                "SUR123",
                null,
                new Order.Owner(List.of(email), List.of("+5491155550001"), "61"));
    }

    @Override
    Shop shop() {
        return new LocalShop(TRANSACTIONS, TENANT);
    }

    @Test
    void another_tenants_rows_are_never_found() throws Exception {
        // given
        TABLES.replaceProducts("other-shop", "es", List.of(product("canary", "Zapatilla canaria", "", "", null, 1)));
        TABLES.replaceOrders("other-shop", List.of(order("C-7", "canary@example.com")));
        var jdbc = Installed.shared().worker().bean(JdbcTemplate.class);
        // then
        assertThat(shop().search("canaria zapatilla", 10).products())
                .noneMatch(found -> found.id().equals("canary"));
        assertThat(shop().browse(1).products()).noneMatch(found -> found.id().equals("canary"));
        assertThat(shop().order("C-7")).isEmpty();
        assertThat(new LocalShop(TRANSACTIONS, "other-shop").order("c-7")).isPresent();
        for (var table : List.of("product", "shop_order")) {
            assertThat(jdbc.queryForObject("select count(*) from " + table, Integer.class))
                    .as(table + " without a tenant")
                    .isZero();
            assertThat(jdbc.queryForObject(
                            "select relforcerowsecurity from pg_class where oid = ?::regclass", Boolean.class, table))
                    .isTrue();
        }
    }

    @Test
    void an_import_replaces_all_or_nothing() throws Exception {
        // given
        var tenant = "replaced-shop";
        var shop = new LocalShop(TRANSACTIONS, tenant);
        TABLES.replaceProducts(tenant, "en", List.of(product("a", "Alpha", "", "", "1", 1)));
        // when
        var twice = List.of(product("b", "Beta", "", "", "1", 1), product("b", "Beta", "", "", "1", 1));
        // then
        assertThatThrownBy(() -> TABLES.replaceProducts(tenant, "en", twice)).isInstanceOf(RuntimeException.class);
        assertThat(shop.browse(1).products()).extracting(Product::id).containsExactly("a");
        TABLES.replaceProducts(tenant, "en", List.of());
        assertThat(shop.browse(1).products()).isEmpty();
    }

    @Test
    void imports_at_the_same_time_leave_one_of_them_whole() throws Exception {
        // given
        var tenant = "busy-shop";
        // when
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var imports = IntStream.range(0, 4)
                    .mapToObj(n -> threads.submit(() -> TABLES.replaceProducts(tenant, "en", many(n))))
                    .toList();
            for (var running : imports) {
                running.get();
            }
        }
        // then
        assertThat(new LocalShop(TRANSACTIONS, tenant).search("import", 2_000).products())
                .hasSize(1_200)
                .extracting(Product::category)
                .containsOnly(new LocalShop(TRANSACTIONS, tenant)
                        .browse(1)
                        .products()
                        .getFirst()
                        .category());
    }

    private static List<Product> many(int n) {
        return IntStream.range(0, 1_200)
                .mapToObj(i -> product("p" + i, "Import " + i, "", "n" + n, "1", 1))
                .toList();
    }

    @Test
    void a_language_without_rules_of_its_own_takes_words_as_they_are() throws Exception {
        TABLES.replaceProducts("finnish-shop", "fi", List.of(product("k", "Kengät juoksuun", "", "", "1", 1)));
        var shop = new LocalShop(TRANSACTIONS, "finnish-shop");
        assertThat(shop.search("kengat", 5).products()).hasSize(1);
        assertThat(shop.search("juoks", 5).products())
                .as("the beginning of a word")
                .hasSize(1);
    }
}
