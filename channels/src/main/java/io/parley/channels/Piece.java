package io.parley.channels;

import io.parley.schemas.avro.AgentReply;
import java.util.List;
import java.util.stream.IntStream;
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

    /// The messages that an entry becomes, numbered from 1.
    public static List<Piece> numbered(AgentReply entry, String method, List<ObjectNode> bodies) {
        return IntStream.rangeClosed(1, bodies.size())
                .mapToObj(number -> new Piece(
                        entry.getClientId() + " " + entry.getReplyId() + " " + number,
                        entry.getReplyId(),
                        number,
                        method,
                        bodies.get(number - 1)))
                .toList();
    }

    /// The same message made otherwise, for [Outcome.Instead].
    public Piece as(String otherMethod, ObjectNode otherBody) {
        return new Piece(id, replyId, number, otherMethod, otherBody);
    }
}
