package io.parley.agent.turn;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.parley.agent.Client;
import io.parley.agent.model.Permits;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tool.Tool;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.ClientHash;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Runs a recorded turn again with the code that runs turns: the lane, the model, the tools and the clock are those of
/// the record, and nothing else is there. No model is called, no tool, no network, no database.
///
/// What the model and the tools answered, and what came from outside and when (a newer message, a failure, a death of
/// the process), is taken from the record. What the worker makes of it is made anew.
public final class Rerun {

    private static final URI NOWHERE = URI.create("http://recorded.invalid");
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final int MOST_DEATHS = 1_000;

    /// What a turn is run again from.
    ///
    /// @param log the client's records of `incoming-messages`, in order
    /// @param answered ids of the messages that belonged to earlier turns
    /// @param settings which the turn had, or which are tried on it; empty where the tenant was unknown
    /// @param tools what the model could ask for
    public record Case(
            TurnRecord record,
            List<LaneRecord<IncomingMessage>> log,
            Set<String> answered,
            Optional<AgentSettings> settings,
            List<Tool.Spec> tools) {

        public Case {
            log = List.copyOf(log);
            answered = Set.copyOf(answered);
            tools = List.copyOf(tools);
        }
    }

    /// What came of it.
    ///
    /// @param turn how it ended; null where it went another way than the record before its end
    /// @param departure where and how it did
    /// @param requests all requests to the model, in order, as one JSON text each
    public record Result(@Nullable Turn turn, Optional<Departure> departure, List<Request> requests) {}

    /// One request to the model.
    ///
    /// @param parts short hashes of its parts
    public record Request(String hash, String json, String parts) {}

    /// The first thing that was done now and not then.
    ///
    /// @param step how many steps of the record came before
    /// @param what is compared: `model-request`, `tool-call`, `step`, `decision` or `course`
    /// @param recorded what the record has in its place; empty for nothing
    /// @param now what came now; empty for nothing
    public record Departure(int step, String what, String recorded, String now) {}

    private final Case given;
    private final Course course;
    private final RecordedTurn store;
    private final RecordedWorld world;
    private final Permits permits;
    private @Nullable Turn ended;

    private Rerun(Case given) {
        this.given = given;
        this.course = new Course(given.record());
        this.store = new RecordedTurn(given.record(), course, given.answered());
        this.world = new RecordedWorld(course, given.tools());
        this.permits =
                new Permits(new Permits.Limits(1, 1, 1), course.patience().orElse(PATIENCE));
    }

    /// Runs it.
    public static Result of(Case given) throws InterruptedException {
        return new Rerun(given).run();
    }

    private Result run() throws InterruptedException {
        try {
            handle();
            return new Result(ended, Optional.empty(), world.requests());
        } catch (Course.Departed e) {
            return new Result(null, Optional.of(e.departure()), world.requests());
        }
    }

    private void handle() throws InterruptedException {
        var lane = new RecordedLane(course, given.log(), given.answered(), this::takePermit);
        var parked = course.parked();
        if (parked.isPresent()) {
            turns().giveUp(lane, lane.newer(), parked.get());
            return;
        }
        for (int deaths = 0; deaths < MOST_DEATHS; deaths++) {
            try {
                turns().handle(lane);
                return;
            } catch (LaneLeft e) {
                lane = lane.redelivered();
            }
        }
        throw course.departed("course", "", "a turn that never comes to its end");
    }

    private void takePermit() {
        var _ = permits.ask("others", "others", () -> {});
    }

    private Turns turns() {
        return new Turns(workplace(), settings(), prompting(), new ClientHash(""));
    }

    private Workplace workplace() {
        return new Workplace(
                store,
                world,
                permits,
                world,
                world,
                new Senses(world, world.ears()),
                new Unheard(),
                new Unseen(),
                (turn, trace) -> {
                    ended = turn;
                    return CompletableFuture.completedFuture(null);
                },
                new RunningTurns(),
                new TurnMetrics(new CompositeMeterRegistry()),
                course.clock());
    }

    private Prompting prompting() {
        var own = given.settings().flatMap(AgentSettings::fallbackModel).orElse("");
        return new Prompting(NOWHERE, "none", course.model(own), course.transcription(), Integer.MAX_VALUE);
    }

    private CurrentSettings settings() {
        return new CurrentSettings() {
            @Override
            public Optional<AgentSettings> current(String tenant) {
                return given.settings();
            }

            @Override
            public Optional<AgentSettings> of(Client client) {
                return given.settings();
            }

            @Override
            public Optional<AgentSettings> version(String tenant, String version) {
                return given.settings();
            }

            @Override
            public List<String> tenants() {
                return List.of(given.record().getTenant());
            }
        };
    }

    /// Words that go nowhere.
    private static final class Unheard implements Entries {
        @Override
        public CompletableFuture<?> echo(IncomingMessage message, Trace trace) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> say(Turn turn, Trace trace) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> retract(Turn turn, String reason, Trace trace) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /// Signs that go nowhere.
    private static final class Unseen implements Signs, Signs.OfAttempt {
        @Override
        public void waiting(Client client, String turnId, Map<String, String> attributes) {
            // Nobody looks.
        }

        @Override
        public OfAttempt attempt(Turn turn) {
            return this;
        }

        @Override
        public void ended(Turn turn, List<String> messageIds) {
            // Nobody looks.
        }

        @Override
        public void phase(Phase phase) {
            // Nobody looks.
        }

        @Override
        public void tool(String name, @Nullable Integer percent, @Nullable String message) {
            // Nobody looks.
        }

        @Override
        public void text(String piece) {
            // Nobody looks.
        }

        @Override
        public void over() {
            // Nothing to stop.
        }
    }
}
