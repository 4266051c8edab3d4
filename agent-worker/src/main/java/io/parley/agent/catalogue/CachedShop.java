package io.parley.agent.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import io.parley.agent.settings.Catalogue;
import io.parley.agent.tool.ToolFailure;
import java.util.Optional;

/// Remembers for a short time what a [Shop] has found. Orders are always asked for: they belong to somebody.
final class CachedShop implements Shop {

    private final Shop shop;
    private final Cache<Key, Finds> cache;
    private final String tenant;
    private final Catalogue source;
    private final String language;

    /// What was asked of whom.
    record Key(String tenant, Catalogue source, String language, String question, String words, int number) {}

    private interface Question {
        Finds ask() throws ToolFailure, InterruptedException;
    }

    CachedShop(Shop shop, Cache<Key, Finds> cache, String tenant, Catalogue source, String language) {
        this.shop = shop;
        this.cache = cache;
        this.tenant = tenant;
        this.source = source;
        this.language = language;
    }

    @Override
    public Finds search(String words, int limit) throws ToolFailure, InterruptedException {
        return known("search", words, limit, () -> shop.search(words, limit));
    }

    @Override
    public Finds byCategory(String category, int limit) throws ToolFailure, InterruptedException {
        return known("category", category, limit, () -> shop.byCategory(category, limit));
    }

    @Override
    public Finds browse(int page) throws ToolFailure, InterruptedException {
        return known("browse", "", page, () -> shop.browse(page));
    }

    @Override
    public Optional<Order> order(String number) throws ToolFailure, InterruptedException {
        return shop.order(number);
    }

    private Finds known(String kind, String words, int number, Question question)
            throws ToolFailure, InterruptedException {
        var key = new Key(tenant, source, language, kind, words, number);
        var known = cache.getIfPresent(key);
        if (known != null) {
            return known;
        }
        var found = question.ask();
        cache.put(key, found);
        return found;
    }
}
