package io.parley.sandbox.graph;

import io.parley.sandbox.Account;
import io.parley.sandbox.Accounts;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.whatsapp.MetaError;
import java.util.Optional;

/// Who calls, and about which number.
///
/// @param account with the phone number id of the path, whoever calls
/// @param error why the caller may not have it
record Access(String id, Optional<Account> account, boolean isTokenKnown, Optional<MetaError> error) {

    private static final String BEARER = "Bearer ";

    /// A token that is not known at all is error 190, HTTP 401; one that is not good for this object is error 100,
    /// subcode 33 (Graph API, handling errors).
    static Access of(Accounts accounts, Exchange exchange, String id) {
        var token = token(exchange);
        var account = accounts.find(GraphStandIn.KIND, "phone-number-id", id);
        var isKnown = accounts.find(GraphStandIn.KIND, "access-token", token).isPresent();
        var isOwn = account.flatMap(own -> own.text("access-token"))
                .filter(token::equals)
                .isPresent();
        return new Access(
                id,
                account,
                isKnown,
                isOwn
                        ? Optional.empty()
                        : Optional.of(isKnown ? MetaError.noSuchObject("post", id) : MetaError.badToken()));
    }

    static String token(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip())
                .or(() -> exchange.query("access_token"))
                .orElse("");
    }

    String channel() {
        return account.map(Account::id).orElse("");
    }
}
