package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.lanes.Ending;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.ClientHash;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a client's records to their endings, one call for each burst or control record.
///
/// Whatever was stored is published before the records are finished: a crash in between repeats the publishing, and
/// nothing else.
public final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final Duration SETTINGS_PATIENCE = Duration.ofSeconds(5);
    private static final Duration SETTINGS_PAUSE = Duration.ofMillis(100);

    private final Workplace workplace;
    private final CurrentSettings settings;
    private final Prompting prompting;
    private final ClientHash clientHash;
    private final RecentEchoes echoes = new RecentEchoes();
    private final Controls controls;
    private final Corrections corrections;

    public Turns(Workplace workplace, CurrentSettings settings, Prompting prompting, ClientHash clientHash) {
        this.workplace = workplace;
        this.settings = settings;
        this.prompting = prompting;
        this.clientHash = clientHash;
        this.controls = new Controls(workplace);
        this.corrections = new Corrections(workplace.store());
    }

    /// Handles the lane's next burst or control record.
    ///
    /// @throws LaneLeft when this process shall not go on
    public Ending handle(Lane<IncomingMessage> raw) throws InterruptedException {
        var lane = new ClientLane(raw, workplace.entries(), echoes, workplace.clock());
        var first = lane.take();
        var ended = switch (first.value().getKind()) {
            case MESSAGE -> answer(lane, first);
            case CANCEL, TAKE_OVER, HUMAN_REPLY, HAND_BACK, ERASE ->
                controls.follow(lane, first, settings.current(first.value().getTenant()));
            case MOVED -> moved(first);
            // They change nothing of what is said.
            default -> Optional.<Turn>empty();
        };
        corrections.follow(lane, lane.taken());
        lane.awaitEchoes();
        if (ended.isPresent()) {
            publish(lane, ended.get(), Trace.of(first.headers()));
        }
        return new Ending.Finished();
    }

    /// The person has another external id; the conversation goes on under the client_id that it has.
    private Optional<Turn> moved(LaneRecord<IncomingMessage> record) {
        LOG.atInfo()
                .addKeyValue("clientId", clientHash.of(record.key()))
                .addKeyValue("tenant", record.value().getTenant())
                .addKeyValue("traceId", Trace.of(record.headers()).id().orElse(null))
                .log("client moved");
        return Optional.empty();
    }

    /// Answers the message and those that come with it.
    ///
    /// @return the ended turn, to be published; empty for a message sent twice
    private Optional<Turn> answer(ClientLane lane, LaneRecord<IncomingMessage> first) throws InterruptedException {
        var client = Client.of(first.value());
        var turnId = Ids.turnId(client.id(), first.value().getMessageId());
        var messageIds = List.of(first.value().getMessageId());
        workplace.signs().waiting(client, turnId, Carried.of(first.value()).forSender());
        workplace.running().waiting(turnId, client, messageIds);
        try {
            var tenant = settingsOf(lane, client);
            var burst = burst(lane, first, client, tenant);
            var draft = draft(turnId, client, tenant, burst, lane.newer());
            return switch (lane.insist(() -> workplace.store().open(draft))) {
                case TurnStore.Opening.Known known -> known(lane, first, known.turn());
                case TurnStore.Opening.Opened opened -> Optional.of(opened(lane, burst, opened.turn()));
            };
        } finally {
            workplace.running().remove(turnId);
        }
    }

    /// A tenant that was added a moment ago may reach the ingress first.
    private Optional<AgentSettings> settingsOf(ClientLane lane, Client client) throws InterruptedException {
        var clock = workplace.clock();
        var until = clock.instant().plus(SETTINGS_PATIENCE);
        while (settings.current(client.tenant()).isEmpty() && clock.instant().isBefore(until)) {
            lane.await(clock.instant().plus(SETTINGS_PAUSE));
        }
        return settings.of(client);
    }

    private Burst burst(
            ClientLane lane, LaneRecord<IncomingMessage> first, Client client, Optional<AgentSettings> tenant)
            throws InterruptedException {
        var times = tenant.map(known ->
                        new Burst.Times(known.quiet(client.account(), client.channel()), known.cap(client.account())))
                .orElse(new Burst.Times(Duration.ZERO, Duration.ZERO));
        var burst = BurstWait.collect(
                lane,
                () -> Stream.concat(Stream.of(first), lane.newer().stream()).toList(),
                times,
                workplace.clock());
        workplace
                .metrics()
                .phase(
                        "burst",
                        Duration.between(first.timestamp(), workplace.clock().instant()));
        return burst;
    }

    private TurnStore.Draft draft(
            String turnId,
            Client client,
            Optional<AgentSettings> tenant,
            Burst burst,
            List<LaneRecord<IncomingMessage>> behind) {
        var now = workplace.clock().instant();
        var once = new HashSet<String>();
        var messages = Corrections.applied(burst.members(), behind).stream()
                .filter(input -> once.add(input.messageId()))
                .toList();
        return new TurnStore.Draft(
                turnId,
                client,
                tenant.map(AgentSettings::version).orElse(""),
                tenant.map(AgentSettings::memoryMessages).orElse(0),
                now,
                messages,
                List.of(new Decision(now, 0, "burst-closed", burst.why())),
                TurnStore.Gate.SILENCEABLE,
                ignoredBecause(tenant, messages));
    }

    private static @Nullable String ignoredBecause(Optional<AgentSettings> tenant, List<Input> messages) {
        if (tenant.isEmpty()) {
            return "tenant-unknown";
        }
        if (!tenant.get().enabled()) {
            return "tenant-disabled";
        }
        return Corrections.isNothingLeft(messages) ? "deleted" : null;
    }

    private Turn opened(ClientLane lane, Burst burst, Turn turn) throws InterruptedException {
        if (burst.members().size() > 1) {
            lane.takeThrough(burst.members().getLast());
        }
        return turn.ending().isPresent() ? turn : run(lane, turn, false);
    }

    /// The same record again: its turn is taken up where it was left, or published again. Another record of the same
    /// message: whoever sent it twice has had its answer.
    private Optional<Turn> known(ClientLane lane, LaneRecord<IncomingMessage> first, Turn turn)
            throws InterruptedException {
        var redelivered = holds(turn, first);
        workplace.metrics().duplicate(redelivered ? "redelivery" : "message");
        if (!redelivered) {
            return Optional.empty();
        }
        takeRest(lane, turn);
        if (turn.ending().isPresent()) {
            return Optional.of(turn);
        }
        return Optional.of(run(lane, turn, true));
    }

    private static void takeRest(ClientLane lane, Turn turn) {
        lane.newer().stream()
                .filter(record -> record.value().getKind() == IncomingKind.MESSAGE)
                .filter(record -> holds(turn, record))
                .reduce((earlier, later) -> later)
                .ifPresent(lane::takeThrough);
    }

    /// Whether the turn answers this very record. One of the same message that was sent again may stand far behind,
    /// with messages between that nobody has answered.
    private static boolean holds(Turn turn, LaneRecord<IncomingMessage> record) {
        return turn.inputs().stream()
                .anyMatch(input -> input.partition() == record.partition() && input.offset() == record.offset());
    }

    private Turn run(ClientLane lane, Turn turn, boolean leftBehind) throws InterruptedException {
        var version = settings.version(turn.client().tenant(), turn.settingsVersion());
        if (version.isEmpty()) {
            var now = workplace.clock().instant();
            var gone = new TurnEnd(TurnEnd.Outcome.IGNORED, "tenant-unknown", List.of(), now, 0, 0);
            return lane.insist(() -> workplace.store().end(turn, gone, null, List.of(), turn.decisions()));
        }
        var run = new TurnRun(workplace, prompting, lane, version.get(), turn);
        if (leftBehind) {
            run.resume();
        }
        return run.toTheEnd();
    }

    private void publish(ClientLane lane, Turn turn, Trace trace) throws InterruptedException {
        var end = turn.ending().orElseThrow();
        if (end.sayings().isEmpty()) {
            workplace.signs().ended(turn, turn.messageIds());
        } else {
            lane.insistOn(() -> workplace.entries().say(turn, trace));
        }
        lane.insistOn(() -> workplace.journal().write(turn, trace));
        LOG.atInfo()
                .addKeyValue("clientId", clientHash.of(turn.client().id()))
                .addKeyValue("tenant", turn.client().tenant())
                .addKeyValue("turnId", turn.id())
                .addKeyValue("traceId", trace.id().orElse(null))
                .addKeyValue("outcome", end.outcome().name().toLowerCase(Locale.ROOT))
                .addKeyValue("reason", end.reason())
                .addKeyValue("attempt", turn.attempt())
                .addKeyValue("durationMs", turn.duration().toMillis())
                .log("turn finished");
    }

    /// Tells the client, in one notice, that these records can never be answered; they are dead letters.
    public void giveUp(Lane<IncomingMessage> raw, List<LaneRecord<IncomingMessage>> records, String reason)
            throws InterruptedException {
        var messages = records.stream().filter(Burst::isMessage).toList();
        if (messages.isEmpty()) {
            return;
        }
        var lane = new ClientLane(raw, workplace.entries(), echoes, workplace.clock());
        var client = Client.of(messages.getFirst().value());
        var turnId = Ids.turnId(client.id(), messages.getFirst().value().getMessageId());
        var now = workplace.clock().instant();
        var language =
                settings.current(client.tenant()).map(AgentSettings::language).orElse("en");
        var notice = new Saying(
                Ids.noticeId(turnId),
                Saying.Author.SYSTEM,
                Saying.Kind.FAILURE,
                Notices.failure(language),
                null,
                reason);
        var end = new TurnEnd(TurnEnd.Outcome.FAILED, reason, List.of(notice), now, 0, 0);
        var turn = new Turn(
                turnId,
                client,
                "",
                1,
                0,
                now,
                messages.stream().map(Input::message).toList(),
                List.of(),
                List.of(),
                List.of(new Decision(now, 1, "parked", reason)),
                false,
                end);
        workplace.metrics().ended(turn, end);
        publish(lane, turn, Trace.of(messages.getFirst().headers()));
    }
}
