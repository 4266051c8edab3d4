package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of products and orders.
class ImportRowsTest {

    private static final String CSV = """
            \uFEFFid,Name,description,category,price,currency,stock,image_url,url\r
            a,"Shoe, ""fine""\","two
            lines",Shoes,89.90,EUR,3,http://localhost/a.png,\r

            b,Boot,,,,,,,\r
            """;

    @Test
    void csv_has_quotes_empty_fields_and_any_end_of_line() throws Exception {
        var products = ProductRows.read(CsvRows.read(CSV, 10));

        assertThat(products).hasSize(2);
        var shoe = products.getFirst();
        assertThat(shoe.name()).isEqualTo("Shoe, \"fine\"");
        assertThat(shoe.description()).isEqualTo("two\nlines");
        assertThat(shoe.price()).isEqualTo(new BigDecimal("89.90"));
        assertThat(shoe.stock()).isEqualTo(3);
        assertThat(shoe.imageUrl()).isEqualTo("http://localhost/a.png");
        assertThat(products.getLast()).isEqualTo(new Product("b", "Boot", "", "", null, null, "", null, null, null));
    }

    @Test
    void json_says_the_same() throws Exception {
        var json = """
                [
                  {"id": "a", "name": "Shoe", "price": 89.9, "currency": "EUR", "stock": 3, "url": null}
                ]""";
        var product = ProductRows.read(JsonRows.read(json, 10)).getFirst();
        assertThat(product.price()).isEqualByComparingTo("89.90");
        assertThat(product.stock()).isEqualTo(3);
        assertThat(product.url()).isNull();
    }

    @Test
    void orders_have_items_in_both_forms() throws Exception {
        var csv = "number,status,items,total,currency,email\n1001,sent,2 x Cream | Spray,39.00,EUR,a@example.com\n";
        var json = """
                [{"number": 1001, "status": "sent", "items": [{"name": "Cream", "quantity": 2}, {"name": "Spray"}],
                  "total": 39.00, "currency": "EUR", "email": "a@example.com"}]""";
        var one = OrderRows.read(CsvRows.read(csv, 10)).getFirst();
        var other = OrderRows.read(JsonRows.read(json, 10)).getFirst();
        assertThat(one.items()).isEqualTo(other.items()).hasSize(2);
        assertThat(one.items().getFirst()).isEqualTo(new Order.Item("Cream", 2, null));
        assertThat(one.owner()).isEqualTo(other.owner());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,name\\na,\\n | line 2, column name: is missing",
                "id,name,price\\na,A,\\nb,B,1;5 | line 3, column price: must be a number such as 89.90",
                "id,name,price\\na,A,-1 | line 2, column price: must be a number such as 89.90",
                "id,name,price,currency\\na,A,1,EURO | line 2, column currency: must be a currency of ISO 4217 such as EUR",
                "id,name,price,currency\\na,A,1, | line 2, column currency: must be a currency of ISO 4217 such as EUR",
                "id,name,stock\\na,A,many | line 2, column stock: must be a whole number, or empty where it is not counted",
                "id,name,image_url\\na,A,javascript:x | line 2, column image_url: must be an address that begins with http:// or https://",
                "id,name\\na,A\\na,B | line 3, column id: is there twice: a",
                "id,name\\na,A,3 | line 2: has 3 columns, the header line has 2",
                "id,name\\na,\"A\\n\\n | line 2: a quote is opened and not closed",
                "id,name\\na,\"A\"x | line 2: there is text behind a closing quote",
                "id,id\\na,A | line 1: names a column twice",
                "id,nam\\na,A | line 2, column nam: is not known, known are category, currency, description, id, image_url, name, price, stock, url"
            })
    void an_error_in_csv_names_line_and_column(String csv, String message) {
        assertThatExceptionOfType(InvalidImport.class)
                .isThrownBy(() -> ProductRows.read(CsvRows.read(csv.replace("\\n", "\n"), 10)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | line 1: must be a list of objects",
                "[{\"id\":\"a\",\"name\":\"A\"},\\n 3] | line 2: must be an object",
                "[{\"id\":\"a\",\"name\":\"A\"},\\n {\"id\":\"b\"}] | line 2, column name: is missing",
                "[{\"id\":\"a\",\"name\":{}}] | line 1, column name: must be text",
                "[{\"id\":\"a\",\"name\":\"A\"}] [] | line 1: there is something behind the list"
            })
    void an_error_in_json_names_the_line_where_its_object_begins(String json, String message) {
        assertThatExceptionOfType(InvalidImport.class)
                .isThrownBy(() -> ProductRows.read(JsonRows.read(json.replace("\\n", "\n"), 10)))
                .withMessage(message);
    }

    @Test
    void broken_json_names_line_and_column() {
        assertThatExceptionOfType(InvalidImport.class)
                .isThrownBy(() -> JsonRows.read("[\n{\"id\": oops}]", 10))
                .withMessageMatching("line 2, column \\d+: is no JSON");
    }

    @Test
    void more_than_may_be_are_refused() {
        assertThatExceptionOfType(InvalidImport.class)
                .isThrownBy(() -> CsvRows.read("id\na\nb\nc\n", 2))
                .withMessage("line 4: more than 2 are too many");
        assertThatExceptionOfType(InvalidImport.class)
                .isThrownBy(() -> JsonRows.read("[{},{},{}]", 2))
                .withMessage("line 1: more than 2 are too many");
    }
}
