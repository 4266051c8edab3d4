package io.parley.agent.catalogue;

import io.parley.agent.settings.Catalogue;
import io.parley.agent.tool.ToolFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// [Shop] behind Tienda Nube's API.
final class TiendaNubeShop implements Shop {

    private static final int LARGEST_PAGE = 200;
    private static final int MOST_PAGES = 5;
    private static final int MOST_WORDS = 4;
    private static final int SHORTEST_WORD = 4;
    private static final int MOST_CATEGORIES = 50;

    private final TiendaNubeApi api;
    private final Catalogue.TiendaNube store;
    private final String language;

    TiendaNubeShop(TiendaNubeApi api, Catalogue.TiendaNube store, String language) {
        this.api = api;
        this.store = store;
        this.language = language;
    }

    /// The store compares the question as a whole; where that finds nothing, its words are asked for one by one, and
    /// what has most of them comes first.
    @Override
    public Finds search(String words, int limit) throws ToolFailure, InterruptedException {
        var question = api.ask(store);
        var found = products(question, Map.of("q", words), 1, limit);
        return found.products().isEmpty() ? byWords(question, words, limit) : found;
    }

    private Finds byWords(TiendaNubeApi.Question question, String words, int limit)
            throws ToolFailure, InterruptedException {
        record Hit(Product product, int words) {}
        var hits = new LinkedHashMap<String, Hit>();
        for (var word : significant(words)) {
            for (var product :
                    products(question, Map.of("q", word), 1, LARGEST_PAGE).products()) {
                hits.merge(product.id(), new Hit(product, 1), (old, one) -> new Hit(product, old.words() + 1));
            }
        }
        int most = hits.values().stream().mapToInt(Hit::words).max().orElse(0);
        return Finds.of(
                hits.values().stream()
                        .filter(hit -> hit.words() * 2 >= most)
                        .sorted(Comparator.comparingInt(Hit::words).reversed())
                        .map(Hit::product)
                        .toList(),
                limit);
    }

    /// The longest words of a question, as they may stand in a name: without an ending of the plural.
    private static List<String> significant(String words) {
        return Arrays.stream(words.strip().split("[^\\p{L}\\p{N}]+", -1))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MOST_WORDS)
                .toList();
    }

    @Override
    public Finds byCategory(String category, int limit) throws ToolFailure, InterruptedException {
        var question = api.ask(store);
        var categories = categories(question);
        var wanted = FoldedWords.of(category);
        var id = Stream.<Predicate<String>>of(wanted::equals, name -> !wanted.isEmpty() && name.contains(wanted))
                .flatMap(rule ->
                        categories.entrySet().stream().filter(known -> rule.test(FoldedWords.of(known.getValue()))))
                .map(Map.Entry::getKey)
                .findFirst();
        var found = id.isPresent()
                ? products(question, Map.of("category_id", id.get()), 1, limit)
                : new Finds(List.of(), false, List.of());
        return found.products().isEmpty() ? found.with(names(categories)) : found;
    }

    @Override
    public Finds browse(int page) throws ToolFailure, InterruptedException {
        var question = api.ask(store);
        return products(question, Map.of(), page, PAGE).with(names(categories(question)));
    }

    private static List<String> names(Map<String, String> categories) {
        return categories.values().stream().limit(MOST_CATEGORIES).toList();
    }

    /// Names by their ids.
    private Map<String, String> categories(TiendaNubeApi.Question question) throws ToolFailure, InterruptedException {
        var categories = new LinkedHashMap<String, String>();
        boolean more = true;
        for (int page = 1; more && page <= MOST_PAGES; page++) {
            var answer =
                    question.get("/categories", Map.of("page", String.valueOf(page), "per_page", "" + LARGEST_PAGE));
            var texts = new TiendaNubeTexts(language, answer.language());
            list(answer)
                    .forEach(category ->
                            categories.put(category.path("id").asString(""), texts.of(category.path("name"))));
            more = answer.more();
        }
        return categories;
    }

    private Finds products(TiendaNubeApi.Question question, Map<String, String> which, int page, int size)
            throws ToolFailure, InterruptedException {
        var query = new LinkedHashMap<>(which);
        query.put("published", "true");
        query.put("page", String.valueOf(page));
        query.put("per_page", String.valueOf(size));
        var answer = question.get("/products", query);
        var elements = list(answer);
        if (elements.isEmpty()) {
            return new Finds(List.of(), false, List.of());
        }
        var home = question.get("/store", Map.of("fields", "main_currency,domains"))
                .body();
        var reading = new TiendaNubeProducts(
                new TiendaNubeTexts(language, answer.language()),
                home.path("main_currency").asString(""),
                home.path("domains").path(0).asString(""));
        return new Finds(elements.stream().map(reading::product).toList(), answer.more(), List.of());
    }

    /// Customers know the number of an order, the API its own id: the number is searched for, and must be exactly
    /// the one.
    @Override
    public Optional<Order> order(String number) throws ToolFailure, InterruptedException {
        if (!number.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        var question = api.ask(store);
        boolean more = true;
        for (int page = 1; more && page <= MOST_PAGES; page++) {
            var answer = question.get(
                    "/orders", Map.of("q", number, "status", "any", "page", String.valueOf(page), "per_page", "50"));
            var found = list(answer).stream()
                    .filter(order -> order.path("number").asString("").equals(number))
                    .findFirst();
            if (found.isPresent()) {
                return found.map(TiendaNubeOrders::order);
            }
            more = answer.more();
        }
        return Optional.empty();
    }

    private static List<JsonNode> list(TiendaNubeApi.Answer answer) throws ToolFailure {
        if (answer.body().isMissingNode()) {
            return List.of();
        }
        if (!answer.body().isArray()) {
            throw new ToolFailure("nonsense");
        }
        return new ArrayList<>(answer.body().valueStream().toList());
    }
}
