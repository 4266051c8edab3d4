package io.parley.sandbox.tiendanube;

import io.parley.sandbox.ControlError;
import io.parley.sandbox.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is in one store, in the provider's own form.
final class Store {

    private static final List<String> SHELVES = List.of("products", "categories", "orders");
    private static final JsonNode SAMPLE = sample();

    private final LeakyBucket bucket;
    private volatile JsonNode goods;

    Store(Clock clock) {
        this.bucket = new LeakyBucket(clock);
        this.goods = SAMPLE;
    }

    private static JsonNode sample() {
        try (InputStream in = Store.class.getResourceAsStream("/shop/store.json")) {
            if (in == null) {
                throw new IllegalStateException("the sample of a store is missing");
            }
            return Json.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LeakyBucket bucket() {
        return bucket;
    }

    /// The store itself: main currency and language, domains.
    JsonNode store() {
        return goods.path("store");
    }

    /// All of `products`, `categories` or `orders`.
    List<JsonNode> all(String shelf) {
        return goods.path(shelf).valueStream().toList();
    }

    String mainLanguage() {
        return store().path("main_language").asString("es");
    }

    /// Puts other goods in the place of those whose fields are given.
    synchronized void furnish(JsonNode change) {
        ObjectNode changed = ((ObjectNode) goods).deepCopy();
        SHELVES.forEach(shelf -> {
            if (change.has(shelf)) {
                if (!change.path(shelf).isArray()) {
                    throw ControlError.wrong(shelf + " is a list");
                }
                changed.set(shelf, change.path(shelf).deepCopy());
            }
        });
        if (change.path("store").isObject()) {
            changed.set("store", change.path("store").deepCopy());
        }
        goods = changed;
    }
}
