package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingMessage;

/// What a person's control record does to the agent: it keeps silent for the time that the record or the tenant says.
final class Silencing {

    private Silencing() {}

    static void begin(
            TurnStore store, ClientLane lane, Client client, AgentSettings settings, LaneRecord<IncomingMessage> record)
            throws InterruptedException {
        var until = record.value()
                .getSilenceUntil()
                .orElseGet(() -> record.timestamp().plus(settings.silence()));
        var author = record.value().getAuthor().orElse("unknown");
        lane.insist(() -> {
            store.silence(client, until, author);
            return true;
        });
    }

    /// The person's words as part of a turn.
    static Saying words(String turnId, LaneRecord<IncomingMessage> record) {
        return new Saying(
                Ids.replyId(turnId, 1),
                Saying.Author.HUMAN,
                Saying.Kind.REPLY,
                Storable.text(record.value().getText().orElse("")),
                record.value().getAuthor().orElse(null),
                null);
    }
}
