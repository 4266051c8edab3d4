package io.parley.agent.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes products of the rows of a file.
final class ProductRows {

    static final int MOST = 20_000;
    private static final Set<String> COLUMNS =
            Set.of("id", "name", "description", "category", "price", "currency", "stock", "image_url", "url");

    private ProductRows() {}

    static List<Product> read(List<Row> rows) throws InvalidImport {
        var products = new ArrayList<Product>();
        var ids = new HashSet<String>();
        for (var row : rows) {
            row.checkColumns(COLUMNS);
            var product = product(row);
            if (!ids.add(product.id())) {
                throw new InvalidImport(row.line(), "id", "is there twice: " + product.id());
            }
            products.add(product);
        }
        return products;
    }

    private static Product product(Row row) throws InvalidImport {
        var price = row.amount("price");
        return new Product(
                row.required("id", 100),
                row.required("name", 300),
                row.text("description", 4_000),
                row.text("category", 200),
                price,
                null,
                row.currency("currency", price),
                row.count("stock").orElse(null),
                row.address("image_url"),
                row.address("url"));
    }
}
