package io.parley.agent.catalogue;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.DatabaseAway;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// Imports of products and orders, each replacing all that the tenant had. Nothing is changed by a file with an error.
@RestController
@RequestMapping(path = "/v1/tenants/{tenant}", produces = MediaType.APPLICATION_JSON_VALUE)
class CatalogueController {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueController.class);
    private static final int LARGEST = 32 << 20;

    private final CatalogueTables tables;
    private final Shops shops;
    private final CurrentSettings settings;

    CatalogueController(CatalogueTables tables, Shops shops, CurrentSettings settings) {
        this.tables = tables;
        this.shops = shops;
        this.settings = settings;
    }

    /// A list of products, CSV or JSON; 400 names the line and the column of what is wrong.
    @PutMapping("/products")
    Map<String, Integer> products(@PathVariable String tenant, HttpServletRequest request)
            throws IOException, InvalidImport {
        var language = known(tenant).language();
        var products = ProductRows.read(rows(request, ProductRows.MOST));
        tables.replaceProducts(tenant, language, products);
        shops.forget(tenant);
        return imported(tenant, "products", products.size());
    }

    /// A list of orders, CSV or JSON; 400 names the line and the column of what is wrong.
    @PutMapping("/orders")
    Map<String, Integer> orders(@PathVariable String tenant, HttpServletRequest request)
            throws IOException, InvalidImport {
        var _ = known(tenant);
        var orders = OrderRows.read(rows(request, OrderRows.MOST));
        tables.replaceOrders(tenant, orders);
        return imported(tenant, "orders", orders.size());
    }

    private static Map<String, Integer> imported(String tenant, String what, int count) {
        LOG.atInfo()
                .addKeyValue("tenant", tenant)
                .addKeyValue("what", what)
                .addKeyValue("rows", count)
                .log("catalogue imported");
        return Map.of(what, count);
    }

    private AgentSettings known(String tenant) {
        return settings.current(tenant).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static List<Row> rows(HttpServletRequest request, int most) throws IOException, InvalidImport {
        var text = text(request);
        return switch (mediaType(request)) {
            case "text/csv" -> CsvRows.read(text, most);
            case MediaType.APPLICATION_JSON_VALUE -> JsonRows.read(text, most);
            default -> throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        };
    }

    private static String mediaType(HttpServletRequest request) {
        var type = Optional.ofNullable(request.getContentType()).orElse("");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String text(HttpServletRequest request) throws IOException, InvalidImport {
        var body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidImport("the file must be UTF-8");
        }
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> invalid(InvalidImport e) {
        return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> away(DatabaseAway e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "2")
                .body(Map.of("error", "the database is out of reach"));
    }
}
