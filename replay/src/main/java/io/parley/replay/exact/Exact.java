package io.parley.replay.exact;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.Tool;
import io.parley.agent.turn.Rerun;
import io.parley.lanes.LaneRecord;
import io.parley.replay.record.Logged;
import io.parley.replay.record.Recording;
import io.parley.replay.record.Settings;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.OfferedTool;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import tools.jackson.databind.json.JsonMapper;

/// Runs the turns of a recording again and compares: every request to the model by its hash, every step, every
/// decision, the ending, and every entry byte for byte.
public final class Exact {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Recording recording;
    private final Trial trial;
    private final Settings settings;
    private final Map<String, List<LaneRecord<IncomingMessage>>> logs = new HashMap<>();

    /// @param trial what is tried instead of what the turns had
    public Exact(Recording recording, Trial trial) {
        this.recording = recording;
        this.trial = trial;
        this.settings = new Settings(recording.settings());
        recording
                .incoming()
                .forEach(record -> logs.computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(laneRecord(record)));
    }

    private static LaneRecord<IncomingMessage> laneRecord(Logged<IncomingMessage> record) {
        var headers = new RecordHeaders();
        record.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new LaneRecord<>(
                record.key(), record.value(), record.partition(), record.offset(), record.at(), headers, 0);
    }

    /// The verdicts on the turns that are wanted, in the journal's order.
    public List<Verdict> verdicts(Predicate<TurnRecord> wanted) throws InterruptedException {
        var verdicts = new ArrayList<Verdict>();
        var answered = new HashMap<String, Set<String>>();
        var seen = new HashSet<String>();
        for (var record : recording.journal()) {
            var turn = record.value();
            if (!seen.add(turn.getTurnId())) {
                continue;
            }
            var before = answered.computeIfAbsent(turn.getClientId(), client -> new HashSet<>());
            if (wanted.test(turn)) {
                verdicts.add(verdict(turn, before));
            }
            turn.getInputs().forEach(input -> before.add(input.getMessageId()));
        }
        return verdicts;
    }

    private Verdict verdict(TurnRecord turn, Set<String> before) throws InterruptedException {
        var log = logs.getOrDefault(turn.getClientId(), List.of());
        var missing = missing(turn, log);
        if (missing.isPresent()) {
            return new Verdict.Unknown(turn, "incoming-messages " + missing.get() + " is not in the recording");
        }
        var had = settings(turn);
        if (had.isEmpty() && !turn.getSettingsVersion().isEmpty()) {
            return new Verdict.Unknown(
                    turn, "version " + turn.getSettingsVersion() + " of the settings is not in the recording");
        }
        var then = new Rerun.Case(turn, log, before, had, tools(turn));
        var first = Comparison.of(turn, Rerun.of(then), List.of());
        var tried = trial.settings(turn.getTenant(), had);
        if (first.isPresent() || tried.equals(had)) {
            return verdict(turn, first);
        }
        var requests = Rerun.of(then).requests();
        var now = Rerun.of(new Rerun.Case(turn, log, before, tried, tools(turn)));
        return verdict(turn, Comparison.of(turn, now, requests));
    }

    private static Verdict verdict(TurnRecord turn, Optional<Difference> difference) {
        return difference
                .<Verdict>map(found -> new Verdict.Differs(turn, found))
                .orElseGet(() -> new Verdict.Same(turn));
    }

    private static Optional<String> missing(TurnRecord turn, List<LaneRecord<IncomingMessage>> log) {
        var places = log.stream()
                .map(record -> record.partition() + "-" + record.offset())
                .collect(Collectors.toSet());
        return turn.getInputs().stream()
                .map(Exact::place)
                .filter(place -> !places.contains(place))
                .findFirst();
    }

    private static String place(TurnInput input) {
        return input.getPartition() + "-" + input.getOffset();
    }

    /// Those that the turn names. Of records that were given up no version is told: their notice has the language of
    /// what held then.
    private Optional<AgentSettings> settings(TurnRecord turn) {
        if (turn.getDecisions().stream().anyMatch(decision -> decision.getWhat().equals("parked"))) {
            return settings.at(turn.getTenant(), turn.getStartedAt());
        }
        return turn.getSettingsVersion().isEmpty()
                ? Optional.empty()
                : settings.version(turn.getTenant(), turn.getSettingsVersion());
    }

    private static List<Tool.Spec> tools(TurnRecord turn) {
        return turn.getTools().stream().map(Exact::spec).toList();
    }

    private static Tool.Spec spec(OfferedTool tool) {
        return new Tool.Spec(
                tool.getName(),
                tool.getDescription(),
                JSON.readTree(tool.getParameters()),
                Effect.valueOf(tool.getEffect().toUpperCase(Locale.ROOT)),
                "recorded",
                Tool.Spec.TIMEOUT,
                tool.getRepeatable());
    }
}
