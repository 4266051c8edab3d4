package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.handoff.Silence;
import io.parley.agent.settings.AgentSettings;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a person's control record does to the agent, and what its silence does to a turn that opens.
final class Silencing {

    static final String SILENCED = "silenced";

    private Silencing() {}

    /// The agent keeps silent for the time that the record or the tenant says.
    static void begin(
            TurnStore store, ClientLane lane, Client client, AgentSettings settings, LaneRecord<IncomingMessage> record)
            throws InterruptedException {
        var value = record.value();
        var by = Silence.Beginning.of(
                settings,
                value.getAuthor().map(Storable::text).orElse("unknown"),
                value.getKind() == IncomingKind.TAKE_OVER ? Silence.Cause.TAKEN_OVER : Silence.Cause.REPLIED,
                value.getMessageId(),
                record.timestamp(),
                value.getSilenceUntil());
        lane.insist(() -> {
            store.silence(client, by);
            return true;
        });
    }

    /// The turn as it opens: ended at once where the draft says so or the client's agent keeps silent.
    static Turn opened(TurnStore.Draft draft, Turn turn, Optional<Silence> silence) {
        if (draft.ignoredBecause() != null) {
            return ignored(draft, turn, draft.ignoredBecause(), draft.decisions());
        }
        return holding(draft, silence)
                .map(kept -> new Decision(draft.now(), 0, SILENCED, kept.inWords()))
                .map(decision -> Stream.concat(draft.decisions().stream(), Stream.of(decision))
                        .toList())
                .map(decisions -> ignored(draft, turn, SILENCED, decisions))
                .orElse(turn);
    }

    private static Turn ignored(TurnStore.Draft draft, Turn turn, String why, List<Decision> decisions) {
        var end = new TurnEnd(TurnEnd.Outcome.IGNORED, why, List.of(), draft.now(), 0, 0);
        return turn.ended(end, List.of(), null, decisions);
    }

    /// The silence that holds when the draft's messages come, once they have been heard.
    static Optional<Silence> holding(TurnStore.Draft draft, Optional<Silence> silence) {
        return silence.filter(kept -> draft.gate() == TurnStore.Gate.SILENCEABLE)
                .filter(kept -> kept.holds(at(draft)))
                .map(kept -> kept.heard(at(draft)));
    }

    /// The silence whose end is noticed now.
    static Optional<Silence> over(TurnStore.Draft draft, Optional<Silence> silence) {
        return silence.filter(kept -> draft.gate() == TurnStore.Gate.SILENCEABLE)
                .filter(kept -> kept.hasRunOut(at(draft)))
                .map(kept -> kept.over(at(draft)));
    }

    /// In the log's time.
    private static Instant at(TurnStore.Draft draft) {
        return draft.messages().getLast().loggedAt();
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
