package io.parley.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The accounts as the tenants file has them now.
public final class Accounts {

    private final Supplier<List<Account>> source;

    Accounts(Supplier<List<Account>> source) {
        this.source = source;
    }

    public List<Account> all() {
        return source.get();
    }

    public Optional<Account> find(String id) {
        return all().stream().filter(account -> account.id().equals(id)).findFirst();
    }

    /// The account of a kind whose setting has this value: how a token or a number finds its account.
    public Optional<Account> find(String kind, String setting, String value) {
        return all().stream()
                .filter(account -> account.kind().equals(kind))
                .filter(account -> account.text(setting).filter(value::equals).isPresent())
                .findFirst();
    }
}
