package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Follows control records that stand first in their lane, where no turn runs: those behind a running turn are
/// found by [Listening].
///
/// A reply that is written already is taken back when a cancel or a take-over follows it in the log, if it is the
/// client's last turn, the agent answered it, it ended less than 30 s before, and the channel is one whose sender may
/// not have sent it yet: on the web an entry is shown as soon as it is written.
final class Controls {

    private static final Duration RETRACTABLE = Duration.ofSeconds(30);

    private final Workplace workplace;

    Controls(Workplace workplace) {
        this.workplace = workplace;
    }

    /// Follows one record, which is taken already.
    ///
    /// @return the turn that the record has ended, if it has ended one
    Optional<Turn> follow(ClientLane lane, LaneRecord<IncomingMessage> record, Optional<AgentSettings> settings)
            throws InterruptedException {
        var client = Client.of(record.value());
        return switch (record.value().getKind()) {
            case CANCEL -> stop(lane, client, record, "cancelled");
            case TAKE_OVER -> takeOver(lane, client, record, settings);
            case HUMAN_REPLY -> reply(lane, client, record, settings);
            case HAND_BACK ->
                forget(
                        lane,
                        () -> workplace.store().handBack(client, record.value().getMessageId(), record.timestamp()));
            case ERASE -> forget(lane, () -> workplace.store().erase(client));
            default -> Optional.empty();
        };
    }

    private Optional<Turn> takeOver(
            ClientLane lane, Client client, LaneRecord<IncomingMessage> record, Optional<AgentSettings> settings)
            throws InterruptedException {
        if (settings.isPresent()) {
            Silencing.begin(workplace.store(), lane, client, settings.get(), record);
        }
        return stop(lane, client, record, "taken-over");
    }

    /// Gives back the turn that this record has ended already, or takes back the last one.
    private Optional<Turn> stop(ClientLane lane, Client client, LaneRecord<IncomingMessage> record, String reason)
            throws InterruptedException {
        var ended = lane.insist(
                () -> workplace.store().ofMessage(client, record.value().getMessageId()));
        if (ended.isEmpty()) {
            retractLast(lane, client, record, reason);
        }
        return ended;
    }

    private void retractLast(ClientLane lane, Client client, LaneRecord<IncomingMessage> record, String reason)
            throws InterruptedException {
        var last = lane.insist(() -> workplace.store().last(client)).filter(turn -> isRetractable(turn, record));
        if (last.isPresent()) {
            lane.insistOn(() -> workplace.entries().retract(last.get(), reason, Trace.of(record.headers())));
            forget(lane, () -> workplace.store().retract(last.get()));
        }
    }

    private static boolean isRetractable(Turn turn, LaneRecord<IncomingMessage> record) {
        return !turn.client().channel().equals("web")
                && !turn.retracted()
                && Listening.concerns(record, turn)
                && turn.ending()
                        .filter(end -> end.outcome() == TurnEnd.Outcome.ANSWERED)
                        .filter(end -> end.sayings().stream().noneMatch(said -> said.author() == Saying.Author.HUMAN))
                        .filter(end -> record.timestamp().isBefore(end.at().plus(RETRACTABLE)))
                        .isPresent();
    }

    /// A person's words to a client who waits for nothing are a turn of their own.
    private Optional<Turn> reply(
            ClientLane lane, Client client, LaneRecord<IncomingMessage> record, Optional<AgentSettings> settings)
            throws InterruptedException {
        // Words that were written twice silence the agent once, even if the conversation was handed back meanwhile.
        var said = lane.insist(
                () -> workplace.store().ofMessage(client, record.value().getMessageId()));
        if (said.isEmpty() && settings.isPresent()) {
            Silencing.begin(workplace.store(), lane, client, settings.get(), record);
        }
        var now = workplace.clock().instant();
        var turnId = Ids.turnId(client.id(), record.value().getMessageId());
        var draft = new TurnStore.Draft(
                turnId,
                client,
                settings.map(AgentSettings::version).orElse(""),
                0,
                now,
                List.of(Input.control(record)),
                List.of(new Decision(now, 0, "human-replied", record.partition() + "-" + record.offset())),
                TurnStore.Gate.OPEN,
                null);
        var turn = switch (lane.insist(() -> workplace.store().open(draft))) {
            case TurnStore.Opening.Known known -> known.turn();
            case TurnStore.Opening.Opened opened -> opened.turn();
        };
        if (turn.ending().isPresent()) {
            return Optional.of(turn);
        }
        var end = new TurnEnd(TurnEnd.Outcome.ANSWERED, null, List.of(Silencing.words(turnId, record)), now, 0, 0);
        return Optional.of(lane.insist(() -> workplace.store().end(turn, end, null, List.of(), turn.decisions())));
    }

    private static Optional<Turn> forget(ClientLane lane, Runnable work) throws InterruptedException {
        lane.insist(() -> {
            work.run();
            return true;
        });
        return Optional.empty();
    }
}
