package io.parley.channels;

import java.time.Duration;

/// How one call to a provider ended.
public sealed interface Outcome {

    /// The provider has taken it.
    ///
    /// @param providerId its id of the message; empty where it gives none
    record Sent(String providerId) implements Outcome {}

    /// Surely not sent, and to be tried again.
    ///
    /// @param scope who has to wait: this client, or the whole account
    /// @param reason a stable lower-case word and the provider's code
    record Later(Duration after, Limit.Scope scope, String reason) implements Outcome {}

    /// Surely not sent, and the account can't send anything until a person has done something: a token was revoked, the
    /// account is locked. It waits and an operator is told.
    record Halted(String reason) implements Outcome {}

    /// Surely not sent, and to be sent in this form instead: without formatting, as a template.
    record Instead(Piece piece, String reason) implements Outcome {}

    /// Surely not sent: the person has another external id now.
    record Moved(String externalId) implements Outcome {}

    /// Surely not sent, and never will be.
    ///
    /// @param reason a stable lower-case word and the provider's code
    record Refused(String reason) implements Outcome {}

    /// It may or may not have been sent.
    record Unknown(String cause) implements Outcome {}
}
