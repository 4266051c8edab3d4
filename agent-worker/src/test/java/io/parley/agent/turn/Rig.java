package io.parley.agent.turn;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agent.Client;
import io.parley.agent.Installed;
import io.parley.agent.model.Permits;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.lanes.Ending;
import io.parley.schemas.ClientHash;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.settings.TenantDocument;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// One client's lane, a model that plays its parts, and everything that left, in simulated time.
final class Rig implements CurrentSettings {

    static final String CLIENT = "shoes:shoes-telegram:7";

    final Simulation time = new Simulation();
    final ScriptedModel model = new ScriptedModel(time).plays(ScriptedModel.echoAfter(1000));
    final ScriptedTools tools = new ScriptedTools(time);
    final ScriptedSenses senses = new ScriptedSenses(time);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Permits permits = new Permits(new Permits.Limits(10, 10, 10), Duration.ofSeconds(10));
    final List<String> echoed = new ArrayList<>();
    final List<Turn> said = new ArrayList<>();
    final List<Turn> journal = new ArrayList<>();
    final Map<String, AgentSettings> settingsOf = new HashMap<>();
    final List<String> retracted = new ArrayList<>();
    final List<String> phases = new ArrayList<>();
    final List<Turn> ignored = new ArrayList<>();
    TurnStore store = new InMemoryTurns();
    UnaryOperator<Workplace> wrap = workplace -> workplace;
    final String client;
    FakeLane lane;
    private Optional<AgentSettings> settings = Optional.empty();
    private Turns turns;

    Rig() {
        this(CLIENT);
    }

    Rig(String client) {
        this.client = client;
        this.lane = new FakeLane(time, client);
        this.turns = turns();
        tenant("\"burst\": {\"quiet\": \"2s\", \"cap\": \"8s\"}");
    }

    /// Settings of the tenant `shoes` beside its channels.
    Rig tenant(String more) {
        var document = JsonMapper.builder().build().readTree("""
                {"id": "shoes", "language": "es", "channels": [
                  {"id": "shoes-telegram", "kind": "telegram"}, {"id": "shoes-web", "kind": "web"}], %s}
                """.formatted(more));
        settings = Optional.of(new AgentSettings(new TenantDocument("shoes", "v1", 0, document)));
        return this;
    }

    Rig agent(String more) {
        return tenant("\"burst\": {\"quiet\": \"0s\"}, \"agent\": {%s}".formatted(more));
    }

    Rig nobody() {
        settings = Optional.empty();
        return this;
    }

    /// A process that knows nothing but what is stored.
    Turns turns() {
        return new Turns(
                wrap.apply(new Workplace(
                        store,
                        model,
                        permits,
                        tools,
                        tools,
                        new Senses(senses, senses),
                        new RecordedEntries(),
                        new RecordedSigns(),
                        (turn, trace) -> {
                            settings.ifPresent(held -> settingsOf.putIfAbsent(turn.id(), held));
                            return add(journal, turn);
                        },
                        new RunningTurns(),
                        new TurnMetrics(meters),
                        time)),
                this,
                new Prompting(URI.create("http://model"), "key", "model-1", "ears-1", 3),
                new ClientHash("secret"));
    }

    void restart() {
        turns = turns();
        lane = lane.redelivered();
    }

    /// Lets everything arrive that is still to come.
    void everythingArrives() {
        while (time.step(time.instant().plusSeconds(600))) {
            // The step was the effect.
        }
    }

    /// A message of the client that never arrives.
    IncomingMessage record() {
        return Installed.message(client, "never", "never");
    }

    String turnOf(String firstMessageId) {
        return Ids.turnId(client, firstMessageId);
    }

    /// A message arrives after a while.
    String message(long millis, String text) {
        return arrives(millis, Installed.message(client, text, text));
    }

    String arrives(long millis, IncomingMessage message) {
        if (millis == 0) {
            lane.arrive(message);
        } else {
            time.after(millis, () -> lane.arrive(message));
        }
        return message.getMessageId();
    }

    /// A message with a file, and perhaps with words.
    String file(long millis, String kind, String reference, @Nullable String text) {
        return arrives(
                millis,
                Installed.record(client, IncomingKind.MESSAGE, reference)
                        .setText(text)
                        .setAttachments(List.of(Attachment.newBuilder()
                                .setKind(kind)
                                .setReference(reference)
                                .build()))
                        .build());
    }

    String control(long millis, IncomingKind kind) {
        return arrives(
                millis,
                Installed.record(client, kind, kind + "@" + millis)
                        .setText("words of a person")
                        .setAuthor("olga")
                        .build());
    }

    Ending handle() throws InterruptedException {
        return turns.handle(lane);
    }

    /// Handles until the lane is empty and nothing more happens.
    void handleAll() throws InterruptedException {
        do {
            while (!lane.isEmpty()) {
                handle();
            }
        } while (time.step(time.instant().plusSeconds(600)));
    }

    static String turnId(String firstMessageId) {
        return Ids.turnId(CLIENT, firstMessageId);
    }

    TurnEnd end(int number) {
        return Objects.requireNonNull(said.get(number).end());
    }

    Saying saying(int number) {
        return end(number).sayings().getFirst();
    }

    private static CompletableFuture<?> add(List<Turn> list, Turn turn) {
        list.add(turn);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<AgentSettings> current(String tenant) {
        return settings;
    }

    @Override
    public Optional<AgentSettings> version(String tenant, String version) {
        return settings;
    }

    @Override
    public List<String> tenants() {
        return List.of("shoes");
    }

    private final class RecordedEntries implements Entries {
        @Override
        public CompletableFuture<?> echo(IncomingMessage message, Trace trace) {
            echoed.add(message.getText().orElse(""));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> say(Turn turn, Trace trace) {
            return add(said, turn);
        }

        @Override
        public CompletableFuture<?> retract(Turn turn, String reason, Trace trace) {
            retracted.add(turn.id());
            return CompletableFuture.completedFuture(null);
        }
    }

    private final class RecordedSigns implements Signs {
        @Override
        public void waiting(Client client, String turnId, Map<String, String> attributes) {
            phases.add(Phase.WAITING + " 1");
        }

        @Override
        public OfAttempt attempt(Turn turn) {
            int attempt = turn.attempt();
            return new OfAttempt() {
                @Override
                public void phase(Phase phase) {
                    phases.add(phase + " " + attempt);
                }

                @Override
                public void tool(String name, @Nullable Integer percent, @Nullable String message) {
                    phases.add(name + (percent == null ? "" : " " + percent) + " " + attempt);
                }

                @Override
                public void text(String piece) {
                    phases.add("text " + attempt);
                }

                @Override
                public void over() {
                    // nothing to stop
                }
            };
        }

        @Override
        public void ended(Turn turn, List<String> messageIds) {
            ignored.add(turn);
        }
    }
}
