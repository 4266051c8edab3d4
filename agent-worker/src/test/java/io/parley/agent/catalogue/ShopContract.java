package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every shop does, over the same goods: those of the sandbox's Tienda Nube.
abstract class ShopContract {

    abstract Shop shop();

    private static List<String> names(Finds finds) {
        return finds.products().stream().map(Product::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zapatillas negras para correr", "ZAPATILLA TRUENO", "trueno", "¿Tienen la Trueno?"})
    void a_customers_words_find_the_product(String words) throws Exception {
        assertThat(names(shop().search(words, 5))).startsWith("Zapatilla Trueno para correr");
    }

    @Test
    void accents_make_no_difference() throws Exception {
        assertThat(names(shop().search("montana", 5))).contains("Zapatilla Pampa para montaña");
        assertThat(names(shop().search("marrón", 5))).contains("Bota Andes de cuero");
    }

    @Test
    void what_nothing_fits_finds_nothing() throws Exception {
        assertThat(shop().search("paraguas", 5)).isEqualTo(new Finds(List.of(), false, List.of()));
        assertThat(shop().search("¿¡!?", 5).products()).isEmpty();
        assertThat(shop().search("' | \\ & :* <-> (", 5).products()).isEmpty();
    }

    @Test
    void more_than_were_asked_for_is_said() throws Exception {
        var one = shop().search("zapatilla", 1);
        assertThat(one.products()).hasSize(1);
        assertThat(one.more()).isTrue();
        assertThat(shop().search("zapatilla", 5).more()).isFalse();
    }

    @Test
    void a_product_has_its_facts() throws Exception {
        var trueno = shop().search("trueno", 1).products().getFirst();
        assertThat(trueno.price()).isEqualByComparingTo(new BigDecimal("89.90"));
        assertThat(trueno.currency()).isEqualTo("EUR");
        assertThat(trueno.stock()).isEqualTo(8);
        assertThat(trueno.inStock()).isTrue();
        assertThat(trueno.description()).isEqualTo("En negro, azul y rojo. Suela de gel para asfalto.");
        assertThat(trueno.category()).isEqualTo("Zapatillas");
        assertThat(trueno.imageUrl()).isEqualTo("https://zapatos.example/trueno.png");
        assertThat(trueno.url()).isEqualTo("https://zapatos.example/productos/zapatilla-trueno/");
    }

    @Test
    void sold_out_is_not_uncounted() throws Exception {
        assertThat(shop().search("pampa", 1).products().getFirst().inStock()).isFalse();
        assertThat(shop().search("andes", 1).products().getFirst().stock()).isNull();
        assertThat(shop().search("andes", 1).products().getFirst().inStock()).isTrue();
    }

    @Test
    void a_price_on_request_is_none() throws Exception {
        assertThat(shop().search("medida", 1).products().getFirst().price()).isNull();
    }

    @Test
    void a_category_has_its_products_and_an_unknown_one_names_those_that_there_are() throws Exception {
        assertThat(names(shop().byCategory("zapatillas", 5)))
                .containsExactlyInAnyOrder("Zapatilla Trueno para correr", "Zapatilla Pampa para montaña");
        var unknown = shop().byCategory("Sombreros", 5);
        assertThat(unknown.products()).isEmpty();
        assertThat(unknown.categories()).contains("Zapatillas", "Botas");
    }

    @Test
    void all_can_be_leafed_through() throws Exception {
        var first = shop().browse(1);
        assertThat(names(first))
                .containsExactlyInAnyOrder(
                        "Zapatilla Trueno para correr",
                        "Zapatilla Pampa para montaña",
                        "Bota Andes de cuero",
                        "Zapato a medida");
        assertThat(first.categories()).contains("Zapatillas", "Botas");
        assertThat(shop().browse(2).products()).isEmpty();
        assertThat(shop().browse(2).more()).isFalse();
    }

    @Test
    void an_order_is_found_by_its_number_alone_and_exactly() throws Exception {
        var order = shop().order("1001").orElseThrow();
        assertThat(order.items()).hasSize(1);
        assertThat(order.items().getFirst().quantity()).isEqualTo(1);
        assertThat(order.total()).isEqualByComparingTo(new BigDecimal("96.40"));
        assertThat(order.tracking()).isEqualTo("SUR123");
        assertThat(order.owner())
                .isEqualTo(new Order.Owner(List.of("ana@example.com"), List.of("+5491155550001"), "61"));
        assertThat(shop().order("100")).isEmpty();
        assertThat(shop().order("ana@example.com")).isEmpty();
        assertThat(shop().order("450")).as("the API's own id").isEmpty();
    }
}
