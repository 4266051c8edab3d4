package io.parley.egress.delivery;

import io.parley.channels.Account;
import io.parley.channels.Accounts;
import io.parley.channels.Addressee;
import io.parley.schemas.ClientId;
import io.parley.schemas.settings.TenantDocument;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Who is written to, on which account, and how their tenant wants it.
final class Customers {

    private final Accounts accounts;
    private final Function<String, Optional<TenantDocument>> tenants;
    private final Function<String, Optional<String>> externalIds;

    /// @param tenants a tenant's settings as they are now
    /// @param externalIds the external id to which a client has moved, by client_id
    Customers(
            Accounts accounts,
            Function<String, Optional<TenantDocument>> tenants,
            Function<String, Optional<String>> externalIds) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.externalIds = externalIds;
    }

    /// Empty when the account is not among the tenant's any more.
    Optional<Addressee> find(String kind, ClientId client, Map<String, String> attributes) {
        return accounts.find(kind, client.account())
                .filter(account -> account.tenant().equals(client.tenant()))
                .map(account -> new Addressee(
                        account, client, externalIds.apply(client.toString()).orElse(client.externalId()), attributes));
    }

    /// Whether a message of which nobody knows whether it was sent is sent again: as the channel says, else the
    /// tenant, else yes.
    boolean resendsInDoubt(Account account) {
        return !account.text("on-unknown")
                .or(() -> tenants.apply(account.tenant())
                        .map(tenant -> tenant.document().path("on-unknown").asString("")))
                .orElse("")
                .equals("ask");
    }
}
