package io.parley.agent;

import io.parley.schemas.avro.IncomingMessage;

/// Whose conversation it is, and over which channel account.
///
/// @param id the client_id, key of all the client's records
/// @param channel kind of channel, for instance `web`
public record Client(String id, String tenant, String channel, String account) {

    /// Of the message's conversation.
    public static Client of(IncomingMessage message) {
        return new Client(
                message.getClientId(), message.getTenant(), message.getChannel(), message.getChannelAccount());
    }
}
