package io.parley.channels;

import io.parley.schemas.settings.TenantDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The accounts of all tenants as they are now.
public final class Accounts {

    private record Known(List<TenantDocument> tenants, Map<String, Account> byId) {}

    private final Supplier<List<TenantDocument>> tenants;
    private volatile Known known = new Known(List.of(), Map.of());

    /// Reads what `tenants` gives at each call.
    public Accounts(Supplier<List<TenantDocument>> tenants) {
        this.tenants = tenants;
    }

    /// The account of this id, if it is of this kind.
    public Optional<Account> find(String kind, String id) {
        return Optional.ofNullable(current().get(id))
                .filter(account -> account.kind().equals(kind));
    }

    private Map<String, Account> current() {
        var now = tenants.get();
        var before = known;
        if (!before.tenants().equals(now)) {
            before = new Known(
                    now,
                    now.stream()
                            .flatMap(tenant -> Account.of(tenant).stream())
                            .collect(Collectors.toMap(Account::id, Function.identity(), (first, second) -> first)));
            known = before;
        }
        return before.byId();
    }
}
