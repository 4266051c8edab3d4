package io.parley.channels;

import tools.jackson.databind.node.ObjectNode;

/// One message at the provider.
///
/// @param id the same for the same piece, for ever: `<client_id> <reply_id> <number>`; for providers that hand back an
/// id of ours
/// @param replyId the entry
/// @param number from 1, in order
/// @param method what to call, in the channel's own words
/// @param body what to call it with, in the channel's own JSON, without the address
public record Piece(String id, String replyId, int number, String method, ObjectNode body) {

    /// The same message made otherwise, for [Outcome.Instead].
    public Piece as(String otherMethod, ObjectNode otherBody) {
        return new Piece(id, replyId, number, otherMethod, otherBody);
    }
}
