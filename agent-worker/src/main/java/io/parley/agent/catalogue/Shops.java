package io.parley.agent.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.Catalogue;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Duration;

/// Finds the shop that a tenant's settings name.
final class Shops {

    private static final int MOST_REMEMBERED = 10_000;

    private final TenantTransactions transactions;
    private final TiendaNubeApi tiendaNube;
    private final Cache<CachedShop.Key, Finds> cache;

    /// @param fresh for how long an answer about products is given again
    Shops(TenantTransactions transactions, TiendaNubeApi tiendaNube, Duration fresh, Ticker ticker) {
        this.transactions = transactions;
        this.tiendaNube = tiendaNube;
        this.cache = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(fresh)
                .ticker(ticker)
                .build();
    }

    Shop of(String tenant, AgentSettings settings) {
        var source = settings.catalogue();
        Shop shop = switch (source) {
            case Catalogue.Local() -> new LocalShop(transactions, tenant);
            case Catalogue.TiendaNube store -> new TiendaNubeShop(tiendaNube, store, settings.language());
        };
        return new CachedShop(shop, cache, tenant, source, settings.language());
    }

    /// The word for the place behind the tenant's tools, whose failures are counted together.
    static String source(AgentSettings settings) {
        return switch (settings.catalogue()) {
            case Catalogue.Local() -> "catalogue";
            case Catalogue.TiendaNube _ -> "tiendanube";
        };
    }

    /// The tenant's products have been replaced.
    void forget(String tenant) {
        cache.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
    }
}
