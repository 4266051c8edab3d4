package io.parley.agent.tenancy;

import io.parley.agent.Client;

/// What is kept of clients besides their conversations.
public interface ClientData {

    /// Erases what is kept of one, in the transaction that erases its conversation.
    void erase(RoundTrip trip, Client client);
}
