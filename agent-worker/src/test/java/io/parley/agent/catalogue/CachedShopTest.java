package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.agent.settings.Catalogue;
import io.parley.agent.tool.ToolFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is remembered of a shop, and for whom.
class CachedShopTest {

    private static final Catalogue LOCAL = new Catalogue.Local();

    private final com.github.benmanes.caffeine.cache.Cache<CachedShop.Key, Finds> cache =
            Caffeine.newBuilder().build();
    private final RecordingShop shop = new RecordingShop();

    /// Finds nothing, and says so each time.
    private static final class RecordingShop implements Shop {

        private final List<String> asked = new ArrayList<>();
        private boolean isAway;

        private Finds found(String question) throws ToolFailure {
            asked.add(question);
            if (isAway) {
                throw new ToolFailure("unavailable");
            }
            return new Finds(List.of(), false, List.of(question));
        }

        @Override
        public Finds search(String words, int limit) throws ToolFailure {
            return found("search " + words + limit);
        }

        @Override
        public Finds byCategory(String category, int limit) throws ToolFailure {
            return found("category " + category + limit);
        }

        @Override
        public Finds browse(int page) throws ToolFailure {
            return found("browse " + page);
        }

        @Override
        public Optional<Order> order(String number) {
            asked.add("order " + number);
            return Optional.empty();
        }
    }

    private Shop cached(String tenant, Catalogue source, String language) {
        return new CachedShop(shop, cache, tenant, source, language);
    }

    @Test
    void the_same_question_is_asked_once() throws Exception {
        var shoes = cached("shoes", LOCAL, "es");
        assertThat(shoes.search("boot", 5)).isEqualTo(shoes.search("boot", 5));
        assertThat(shop.asked).containsExactly("search boot5");
        var _ = shoes.search("boot", 6);
        var _ = shoes.byCategory("boot", 5);
        var _ = shoes.browse(5);
        assertThat(shop.asked).hasSize(4);
    }

    @Test
    void another_tenant_store_or_language_asks_by_itself() throws Exception {
        var _ = cached("shoes", LOCAL, "es").search("boot", 5);
        var _ = cached("lab", LOCAL, "es").search("boot", 5);
        var _ = cached("shoes", new Catalogue.TiendaNube("1", "token"), "es").search("boot", 5);
        var _ = cached("shoes", LOCAL, "en").search("boot", 5);
        assertThat(shop.asked).hasSize(4);
    }

    @Test
    void an_order_and_a_failure_are_never_remembered() throws Exception {
        var shoes = cached("shoes", LOCAL, "es");
        var _ = shoes.order("1");
        var _ = shoes.order("1");
        assertThat(shop.asked).hasSize(2);
        shop.isAway = true;
        assertThatExceptionOfType(ToolFailure.class).isThrownBy(() -> shoes.search("boot", 5));
        shop.isAway = false;
        assertThat(shoes.search("boot", 5).categories()).containsExactly("search boot5");
    }
}
