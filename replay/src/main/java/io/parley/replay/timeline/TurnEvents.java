package io.parley.replay.timeline;

import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a turn's journal record tells: how it began, what was decided, asked and answered, and how it ended.
final class TurnEvents {

    /// Numbers stay as they were written.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Pattern PLACE = Pattern.compile("\\b(\\d+-\\d+)\\b");

    private final TurnRecord turn;
    private final Map<String, IncomingMessage> places;

    /// @param places the client's records by their places
    TurnEvents(TurnRecord turn, Map<String, IncomingMessage> places) {
        this.turn = turn;
        this.places = places;
    }

    List<Event> all() {
        var events = new ArrayList<Event>();
        events.add(begun());
        turn.getDecisions().forEach(decision -> events.add(decided(decision)));
        turn.getSteps().forEach(step -> events.add(step(step)));
        events.add(ended());
        return events;
    }

    private Event begun() {
        var details = Happened.details();
        turn.getInputs().forEach(input -> details.withArray("message_ids").add(input.getMessageId()));
        details.put("settings_version", turn.getSettingsVersion())
                .put("memory_lines", turn.getMemory().size());
        var why = turn.getDecisions().stream()
                .findFirst()
                .map(first -> first.getWhat() + (first.getWhy().isEmpty() ? "" : ": " + first.getWhy()))
                .orElse("");
        return event(turn.getStartedAt(), Event.Kind.BEGUN, "turn-begun", 0, why, details);
    }

    private Event decided(Decision decision) {
        var details = Happened.details();
        var match = PLACE.matcher(decision.getWhy());
        while (match.find()) {
            Optional.ofNullable(places.get(match.group(1)))
                    .ifPresent(record -> details.withArray("by").add(by(match.group(1), record)));
        }
        return event(
                decision.getAt(),
                Event.Kind.DECISION,
                decision.getWhat(),
                decision.getAttempt(),
                decision.getWhy(),
                details);
    }

    private static ObjectNode by(String place, IncomingMessage record) {
        var by = Happened.details()
                .put("place", place)
                .put("message_id", record.getMessageId())
                .put("kind", Happened.word(record.getKind().name()));
        record.getText().ifPresent(text -> by.put("text", text));
        record.getAuthor().ifPresent(author -> by.put("author", author));
        return by;
    }

    private Event step(TurnStep step) {
        var details = Happened.details().put("name", step.getName()).put("duration_ms", step.getDurationMs());
        if (step.getKind().equals("model")) {
            details.put("input_tokens", step.getInputTokens()).put("output_tokens", step.getOutputTokens());
        }
        details.set("asked", asked(step));
        details.set("answer", json(step.getAnswer()));
        details.put("request_hash", step.getRequestHash());
        return event(step.getStartedAt(), Event.Kind.CALL, step.getKind() + "-call", step.getAttempt(), "", details);
    }

    /// What the journal holds of the request; of a model's, which it does not repeat, the client's last words.
    private JsonNode asked(TurnStep step) {
        if (!step.getKind().equals("model")) {
            return step.getRequest().map(TurnEvents::json).orElse(JsonNodeFactory.instance.nullNode());
        }
        var before = turn.getInputs().stream()
                .filter(input -> !input.getLogTime().isAfter(step.getStartedAt()))
                .map(TurnInput::getText)
                .collect(Collectors.joining("\n"));
        return JsonNodeFactory.instance.stringNode(before);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    private Event ended() {
        var ending = turn.getEnding();
        var details = Happened.details()
                .put("outcome", Happened.word(ending.getOutcome().name()))
                .put("duration_ms", ending.getDurationMs())
                .put("input_tokens", ending.getInputTokens())
                .put("output_tokens", ending.getOutputTokens())
                .put("tool_calls", ending.getToolCalls())
                .put("attempts", turn.getAttempts());
        return event(
                turn.getEndedAt(),
                Event.Kind.ENDED,
                "turn-ended",
                turn.getAttempts(),
                ending.getReason().orElse(""),
                details);
    }

    private Event event(Instant at, Event.Kind kind, String name, int attempt, String cause, ObjectNode details) {
        return new Event(at, kind, name, Optional.of(turn.getTurnId()), attempt, cause, details);
    }
}
