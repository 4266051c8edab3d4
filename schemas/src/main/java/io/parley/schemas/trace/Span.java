package io.parley.schemas.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that was done, told when it is over. Doing it again gives the same id: to a backend it is the same.
///
/// @param context the trace, and the span's own id
/// @param parentId the span that caused it; empty for the first of a trace
/// @param name a lower-case word, the same for all that was done alike
/// @param attributes details with the keys of log lines, and as little of persons as there
/// @param failure why it did not do what it should, a stable lower-case word
public record Span(
        TraceContext context,
        Optional<String> parentId,
        String name,
        Instant start,
        Instant end,
        Map<String, String> attributes,
        List<Event> events,
        Optional<String> failure) {

    public Span {
        attributes = Map.copyOf(attributes);
        events = List.copyOf(events);
    }

    /// One that went well.
    public Span(
            TraceContext context,
            Optional<String> parentId,
            String name,
            Instant start,
            Instant end,
            Map<String, String> attributes) {
        this(context, parentId, name, start, end, attributes, List.of(), Optional.empty());
    }

    /// Something within it that takes no time.
    public record Event(String name, Instant at) {}
}
