package io.parley.agent.turn;

import io.parley.schemas.ClientHash;
import io.parley.schemas.trace.Span;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.trace.TraceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Tells a turn's part of its trace, once it has ended, from what is stored of it: one span for the turn, within it one
/// for the burst and one for each step. Nothing of it is made while the turn runs, and a turn that was taken up by
/// another process has all of it. Ids are made of the turn's id.
final class TurnSpans {

    private final Spans spans;
    private final ClientHash clientHash;

    TurnSpans(Spans spans, ClientHash clientHash) {
        this.spans = spans;
        this.clientHash = clientHash;
    }

    /// Entries that name the turn's span as their cause; the same ones where nobody wants to know.
    Entries around(Entries entries) {
        return spans.areWanted() ? new TracedEntries(entries, this) : entries;
    }

    /// A journal that is written within the turn's span, and then tells it; the same where nobody wants to know.
    Journal around(Journal journal) {
        return spans.areWanted() ? new TracedJournal(journal, this) : journal;
    }

    /// The trace that records carry which the turn causes.
    Trace within(Turn turn, Trace cause) {
        return new Trace(Optional.of(context(turn, cause).traceparent()));
    }

    private static TraceContext context(Turn turn, Trace cause) {
        return TraceContext.parse(cause.traceparent())
                .map(known -> known.child(turn.id()))
                .orElseGet(() -> TraceContext.first(turn.id()));
    }

    /// Tells the trace of an ended turn.
    void ended(Turn turn, Trace cause) {
        var end = turn.ending().orElseThrow();
        var context = context(turn, cause);
        var first = turn.inputs().stream().findFirst().map(Input::loggedAt).orElse(turn.startedAt());
        var events = turn.decisions().stream()
                .map(decision -> new Span.Event(decision.what(), decision.at()))
                .toList();
        var failed =
                end.outcome() == TurnEnd.Outcome.FAILED ? Optional.ofNullable(end.reason()) : Optional.<String>empty();
        var parent = TraceContext.parse(cause.traceparent()).map(TraceContext::spanId);
        spans.add(new Span(context, parent, "turn", first, end.at(), attributes(turn, end), events, failed));
        var burst = context.child("burst");
        spans.add(new Span(burst, Optional.of(context.spanId()), "burst", first, turn.startedAt(), Map.of()));
        IntStream.range(0, turn.steps().size())
                .forEach(place -> step(context, place, turn.steps().get(place)));
    }

    private Map<String, String> attributes(Turn turn, TurnEnd end) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("tenant", turn.client().tenant());
        attributes.put("clientId", clientHash.of(turn.client().id()));
        attributes.put("channel", turn.client().channel());
        attributes.put("turnId", turn.id());
        attributes.put("version", turn.settingsVersion());
        attributes.put("attempt", Integer.toString(turn.attempt()));
        attributes.put("outcome", end.outcome().name().toLowerCase(Locale.ROOT));
        Optional.ofNullable(end.reason()).ifPresent(reason -> attributes.put("reason", reason));
        return attributes;
    }

    /// The mark that a call may have been made is no call.
    private void step(TraceContext turn, int place, Step step) {
        if (step.kind().equals(Rounds.BEGUN)) {
            return;
        }
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("attempt", Integer.toString(step.attempt()));
        var failure = Optional.<String>empty();
        if (step.kind().equals(Rounds.MODEL)) {
            attributes.put("model", step.name());
            attributes.put("inputTokens", Long.toString(step.inputTokens()));
            attributes.put("outputTokens", Long.toString(step.outputTokens()));
        } else if (step.kind().equals(Rounds.TOOL)) {
            var answer = ToolAnswer.of(step);
            attributes.put("tool", step.name());
            attributes.put("status", answer.status());
            failure = Optional.of(answer).filter(ToolAnswer::isFailure).map(ToolAnswer::reason);
        }
        spans.add(new Span(
                turn.child("step " + place),
                Optional.of(turn.spanId()),
                step.kind(),
                step.startedAt(),
                step.startedAt().plusMillis(step.durationMillis()),
                attributes,
                List.of(),
                failure));
    }
}
